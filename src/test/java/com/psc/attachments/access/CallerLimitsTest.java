package com.psc.attachments.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import org.junit.jupiter.api.Test;

/** Limits count by caller, not by address, where it is known who calls. */
class CallerLimitsTest {

    private static final int MOST = 5;

    @Test
    void oneCallersRequestsAreNotCountedAsAnothersFromTheSameAddress() {
        String one = GuardedService.made("viewer", 1).get("token").asString();
        String other = GuardedService.made("editor", 1).get("token").asString();
        try (RunningService limited = GuardedService.another("psc.limits.rate=" + MOST + "/h")) {
            Api first = limited.api().with(one);
            for (int i = 0; i < MOST; i++) {
                assertThat(first.get("/attachments/stats").status()).isEqualTo(200);
            }

            assertThat(first.get("/attachments/stats").status()).isEqualTo(429);
            assertThat(limited.api().with(other).get("/attachments/stats").status())
                    .isEqualTo(200);
        }
    }
}
