package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statements on quotas. That they are kept is the database's work: whatever records an attachment is held to them. */
@Component
class Quotas {

    private final JdbcClient jdbc;
    private final Clock clock;

    Quotas(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** How much a company may have at most; as much as there is room for where a limit is empty. */
    record Quota(CompanyId company, Optional<Long> maxFiles, Optional<Long> maxBytes) {}

    /** In the order of the companies. */
    List<Quota> all() {
        return jdbc.sql("select * from company_quotas order by company_id")
                .query(Quotas::quota)
                .list();
    }

    Optional<Quota> of(CompanyId company) {
        return jdbc.sql("select * from company_quotas where company_id = :company")
                .param("company", company.value())
                .query(Quotas::quota)
                .optional();
    }

    /** From then on. What a company has beyond it stays. */
    void set(Quota quota) {
        jdbc.sql("""
                        insert into company_quotas (company_id, max_files, max_bytes, set_at)
                        values (:company, :files, :bytes, :now)
                        on conflict (company_id) do update
                        set max_files = excluded.max_files, max_bytes = excluded.max_bytes, set_at = excluded.set_at""")
                .param("company", quota.company().value())
                .param("files", quota.maxFiles().orElse(null))
                .param("bytes", quota.maxBytes().orElse(null))
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Does nothing if there is none. */
    void remove(CompanyId company) {
        jdbc.sql("delete from company_quotas where company_id = :company")
                .param("company", company.value())
                .update();
    }

    private static Quota quota(ResultSet row, int number) throws SQLException {
        return new Quota(
                new CompanyId(row.getInt("company_id")),
                Optional.ofNullable(row.getObject("max_files", Long.class)),
                Optional.ofNullable(row.getObject("max_bytes", Long.class)));
    }
}
