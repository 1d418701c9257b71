package com.psc.attachments.maintenance;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.LifecycleRule;
import com.psc.attachments.storage.NoBucket;
import com.psc.attachments.storage.S3Setup;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StoreLifecycle;
import com.psc.attachments.storage.StoreLifecycle.Rules;
import com.psc.attachments.storage.StoreOwnership;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows and sets the rule by which the bucket treats files as they age. */
@RestController
class LifecycleController {

    private final StorageBackends backends;
    private final StoreOwnership ownership;
    private final S3Setup s3;

    LifecycleController(StorageBackends backends, StoreOwnership ownership, S3Setup s3) {
        this.backends = backends;
        this.ownership = ownership;
        this.s3 = s3;
    }

    /** @param rule in the shape that PUT takes; null if there is none */
    record Lifecycle(String bucket, @Nullable AgeingRule rule, List<String> otherRules) {}

    @GetMapping("/storage/lifecycle")
    Lifecycle show() {
        return lifecycle(of(bucket()));
    }

    @PutMapping("/storage/lifecycle")
    Lifecycle apply(HttpServletRequest request) {
        LifecycleRule rule = RuleReading.of(request, StoreTest.FILES);
        StorageBackend bucket = bucket();
        StoreLifecycle lifecycle = of(bucket);
        ownership.claim(bucket);
        return asked(lifecycle, store -> {
            store.apply(rule);
            return lifecycle(store);
        });
    }

    private Lifecycle lifecycle(StoreLifecycle lifecycle) {
        Rules rules = asked(lifecycle, StoreLifecycle::rules);
        return new Lifecycle(s3.bucket(), rules.own().map(AgeingRule::of).orElse(null), rules.others());
    }

    private static <T> T asked(StoreLifecycle lifecycle, Function<StoreLifecycle, T> question) {
        try {
            return question.apply(lifecycle);
        } catch (StorageFailure e) {
            throw new StoreRefuses(e);
        }
    }

    private StorageBackend bucket() {
        return backends.all().stream()
                .filter(backend -> backend.name() == BackendName.S3)
                .findFirst()
                .orElseThrow(NoBucket::new);
    }

    private static StoreLifecycle of(StorageBackend bucket) {
        return bucket.ability(StoreLifecycle.class).orElseThrow(NoBucket::new);
    }
}
