package com.psc.attachments.removal;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.ServiceTest;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Keys that pass from one record to another while cleanup or the removal queue asks who needs them. */
@ServiceTest
class ClaimsSnapshotTest {

    private static final String KEY = "invoice/company_1/2026-11-24/101500_0badcafe.pdf";

    @Autowired
    private ClaimsSnapshot snapshot;

    @Autowired
    private Removals removals;

    @Autowired
    private JdbcClient jdbc;

    /** Two modules: what the second has in its journal becomes the first's while they are asked one after the other. */
    @TestConfiguration
    static class Modules {

        @Bean
        @Order(1)
        LocationClaims first(JdbcClient jdbc, PlatformTransactionManager manager) {
            TransactionTemplate meanwhile = new TransactionTemplate(manager);
            meanwhile.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
            return keys -> {
                Set<String> claimed = claimed(jdbc, "first_module", keys);
                meanwhile.executeWithoutResult(status -> {
                    jdbc.sql("insert into first_module select key from second_module")
                            .update();
                    jdbc.sql("delete from second_module").update();
                });
                return claimed;
            };
        }

        @Bean
        @Order(2)
        LocationClaims second(JdbcClient jdbc) {
            return keys -> claimed(jdbc, "second_module", keys);
        }

        private static Set<String> claimed(JdbcClient jdbc, String table, Collection<String> keys) {
            return Set.copyOf(jdbc.sql("select key from " + table + " where key in (:keys)")
                    .param("keys", keys)
                    .query(String.class)
                    .list());
        }
    }

    @BeforeEach
    void theSecondModuleNeedsIt() {
        for (String table : List.of("first_module", "second_module")) {
            jdbc.sql("create table if not exists " + table + " (key text)").update();
            jdbc.sql("delete from " + table).update();
        }
        jdbc.sql("insert into second_module values (:key)").param("key", KEY).update();
    }

    @Test
    void aKeyThatPassesFromOneModuleToTheOtherIsClaimedThroughout() {
        assertThat(snapshot.claimed(List.of(KEY))).containsExactly(KEY);
        assertThat(snapshot.claimed(List.of(KEY))).containsExactly(KEY);
    }

    @Test
    void cleanupSeesItTheSameWay() {
        assertThat(removals.named(List.of(KEY))).containsExactly(KEY);
        assertThat(removals.named(List.of(KEY))).containsExactly(KEY);
    }
}
