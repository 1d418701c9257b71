package com.psc.attachments.attachment;

import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds the noted changes of attachments up to totals, so that few changes are left to read. Nobody sees a difference: each
 * step takes changes away and adds their sum in one statement. Of several instances that want to, one does.
 */
@Component
class TotalsFolding {

    private static final int STEP = 20_000;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    TotalsFolding(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    @Scheduled(fixedDelay = 3, timeUnit = TimeUnit.SECONDS)
    void foldAll() {
        int folded;
        do {
            folded = transactions.execute(status -> isMyTurn() ? foldSome() : 0);
        } while (folded == STEP);
    }

    private boolean isMyTurn() {
        return jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended('psc-attachments: fold totals', 0))")
                .query(Boolean.class)
                .single();
    }

    private int foldSome() {
        planForTheChangesThatAreThere();
        return fold();
    }

    /** A plan that the server kept from when there were few would take it hours after a million rows came in at once. */
    private void planForTheChangesThatAreThere() {
        jdbc.sql("select set_config('plan_cache_mode', 'force_custom_plan', true)")
                .query(String.class)
                .single();
    }

    private int fold() {
        return jdbc.sql("""
                        with folded as (
                            delete from attachment_total_changes
                            where ctid = any (array(select ctid from attachment_total_changes limit :step))
                            returning *),
                        by_category as (
                            insert into attachment_totals as kept
                            select company_id, category, storage_backend, sum(files), sum(bytes) from folded
                            group by company_id, category, storage_backend
                            on conflict (company_id, category, storage_backend) do update
                                set files = kept.files + excluded.files, bytes = kept.bytes + excluded.bytes),
                        by_entity as (
                            insert into entity_totals as kept
                            select company_id, entity_type, entity_id, sum(files), sum(bytes) from folded
                            group by company_id, entity_type, entity_id
                            having sum(files) <> 0 or sum(bytes) <> 0
                            on conflict (company_id, entity_type, entity_id) do update
                                set files = kept.files + excluded.files, bytes = kept.bytes + excluded.bytes)
                        select count(*) from folded""").param("step", STEP).query(Integer.class).single();
    }
}
