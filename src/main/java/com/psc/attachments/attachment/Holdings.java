package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.BackendName;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door to how old and how large the documents are. Counts them: its answers take as long as reading the table does. */
@Component
public class Holdings {

    private final JdbcClient jdbc;

    Holdings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A company's documents of about the same age and size.
     *
     * @param months how many times 30 days they are old, rounded down
     * @param sizes how many of the given sizes they reach
     */
    public record Holding(CompanyId company, int months, int sizes, Total total) {}

    /**
     * All documents, by company, age and size, in no order.
     *
     * @param company only its documents
     * @param backend only what lies there
     * @param oldest the age in months from which on ages are not told apart
     * @param sizes in bytes, ascending: sizes between two of them are not told apart
     */
    public List<Holding> of(
            Optional<CompanyId> company, Optional<BackendName> backend, Instant now, int oldest, List<Long> sizes) {
        return jdbc.sql("""
                        select company_id,
                               least(:oldest, greatest(0, extract(epoch from :now - created_at)::bigint / (30 * 86400)))
                                   as months,
                               width_bucket(file_size, :sizes::bigint[]) as sizes,
                               count(*) as files,
                               sum(file_size)::bigint as bytes
                        from attachments
                        where (:company::integer is null or company_id = :company::integer)
                          and (:backend::varchar is null or storage_backend = :backend::varchar)
                        group by 1, 2, 3""")
                .param("oldest", oldest)
                .param("now", Timestamp.from(now))
                .param("sizes", sizes.toArray(Long[]::new))
                .param("company", company.map(CompanyId::value).orElse(null))
                .param("backend", backend.map(BackendName::label).orElse(null))
                .query((row, number) -> new Holding(
                        new CompanyId(row.getInt("company_id")),
                        row.getInt("months"),
                        row.getInt("sizes"),
                        new Total(row.getLong("files"), row.getLong("bytes"))))
                .list();
    }
}
