package com.psc.attachments.attachment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts all attachments to prove the kept totals, company by company, and sets right what is not. Nothing is locked: each
 * company is counted and compared in one statement, and what is missing is added to the totals, whatever happens meanwhile.
 */
@Component
class TotalsCheck {

    private static final Logger log = LoggerFactory.getLogger(TotalsCheck.class);
    private static final List<KeptTotals> ALL = List.of(
            new KeptTotals("attachment_totals", "category, storage_backend"),
            new KeptTotals("entity_totals", "entity_type, entity_id"));

    private final JdbcClient jdbc;
    private final Counter corrections;

    TotalsCheck(JdbcClient jdbc, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.corrections = Counter.builder("psc.totals.corrections")
                .description("Kept totals that were not what a count says")
                .register(registry);
    }

    /** A table of totals, and what it has totals of within a company. */
    private record KeptTotals(String table, String group) {

        String correction() {
            return """
                    with drift as (
                        select %1$s, sum(files) as files, sum(bytes) as bytes
                        from (select %1$s, count(*) as files, sum(file_size) as bytes from attachments
                              where company_id = :company group by %1$s
                              union all
                              select %1$s, -files, -bytes from current_%2$s where company_id = :company) as both_ways
                        group by %1$s
                        having sum(files) <> 0 or sum(bytes) <> 0),
                    corrected as (
                        insert into %2$s as kept (company_id, %1$s, files, bytes)
                        select :company, %1$s, files, bytes from drift
                        on conflict (company_id, %1$s) do update
                            set files = kept.files + excluded.files, bytes = kept.bytes + excluded.bytes)
                    select count(*) from drift""".formatted(group, table);
        }

        String clearing() {
            return "delete from %s where company_id = :company and files = 0 and bytes = 0".formatted(table);
        }
    }

    void checkAll() {
        int wrong = 0;
        int companies = 0;
        for (Optional<Integer> company = companyAfter(-1); company.isPresent(); company = companyAfter(company.get())) {
            wrong += check(company.get());
            companies++;
        }
        log.info("The kept totals of {} companies were checked; {} were wrong", companies, wrong);
    }

    private Optional<Integer> companyAfter(int company) {
        return jdbc.sql("""
                        select min(company_id)
                        from (select min(company_id) as company_id from attachments where company_id > :company
                              union all
                              select min(company_id) from attachment_totals where company_id > :company
                              union all
                              select min(company_id) from entity_totals where company_id > :company) as following""").param("company", company).query(Integer.class).optional();
    }

    private int check(int company) {
        int wrong = 0;
        for (KeptTotals kept : ALL) {
            wrong += jdbc.sql(kept.correction())
                    .param("company", company)
                    .query(Integer.class)
                    .single();
            jdbc.sql(kept.clearing()).param("company", company).update();
        }
        if (wrong > 0) {
            corrections.increment(wrong);
            log.error(
                    "{} kept totals of company {} were not what a count says, and are set right; find out what wrote to the "
                            + "table attachments past its triggers",
                    wrong,
                    company);
        }
        return wrong;
    }
}
