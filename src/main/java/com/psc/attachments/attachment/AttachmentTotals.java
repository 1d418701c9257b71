package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.storage.StorageBackends;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The door to how much there is. Every answer is one statement over totals that are kept: it takes milliseconds however many
 * files there are, and counts exactly the attachments that were on record when it began, those of its own transaction included.
 */
@Component
public class AttachmentTotals {

    private final JdbcClient jdbc;
    private final FilePolicy policy;
    private final StorageBackends backends;

    AttachmentTotals(JdbcClient jdbc, FilePolicy policy, StorageBackends backends) {
        this.jdbc = jdbc;
        this.policy = policy;
        this.backends = backends;
    }

    /** The body of {@code GET /attachments/stats}, for those companies. All zeros and empty for unknown ones. */
    public AttachmentStatistics statistics(Companies companies) {
        List<AttachmentStatistics.Part> parts = jdbc.sql("""
                        select category, storage_backend, sum(files)::bigint as files, sum(bytes)::bigint as bytes
                        from current_attachment_totals
                        where :companies::integer[] is null or company_id = any(:companies::integer[])
                        group by category, storage_backend
                        having sum(files) <> 0""")
                .param("companies", companies.ids())
                .query((row, number) -> new AttachmentStatistics.Part(
                        row.getString("category"), row.getString("storage_backend"), total(row)))
                .list();
        return AttachmentStatistics.of(
                parts, policy.supportedTypes(), backends.active().name().label());
    }

    /**
     * What one company has.
     *
     * @param byBackend by the backend's name; only those that hold files of it
     */
    public record CompanyUsage(CompanyId company, Map<String, Total> byBackend) {}

    /** All companies that have files, in the order of their ids. */
    public List<CompanyUsage> usageByCompany() {
        List<CompanyUsage> usages = new ArrayList<>();
        jdbc.sql("""
                        select company_id, storage_backend, sum(files)::bigint as files, sum(bytes)::bigint as bytes
                        from current_attachment_totals
                        group by company_id, storage_backend
                        having sum(files) <> 0
                        order by company_id, storage_backend""").query(row -> {
            CompanyId company = new CompanyId(row.getInt("company_id"));
            if (usages.isEmpty() || !usages.get(usages.size() - 1).company().equals(company)) {
                usages.add(new CompanyUsage(company, new TreeMap<>()));
            }
            usages.get(usages.size() - 1).byBackend().put(row.getString("storage_backend"), total(row));
        });
        return usages;
    }

    /** Nothing for an unknown company. */
    public Total ofCompany(CompanyId company) {
        return jdbc.sql("""
                        select coalesce(sum(files), 0)::bigint as files, coalesce(sum(bytes), 0)::bigint as bytes
                        from current_attachment_totals
                        where company_id = :company""")
                .param("company", company.value())
                .query((row, number) -> total(row))
                .single();
    }

    Total ofEntity(EntityReference entity) {
        return jdbc.sql("""
                        select coalesce(sum(files), 0)::bigint as files, coalesce(sum(bytes), 0)::bigint as bytes
                        from current_entity_totals
                        where company_id = :company and entity_type = :type and entity_id = :entity""")
                .param("company", entity.company().value())
                .param("type", entity.type().label())
                .param("entity", entity.entityId())
                .query((row, number) -> total(row))
                .single();
    }

    private static Total total(ResultSet row) throws SQLException {
        return new Total(row.getLong("files"), row.getLong("bytes"));
    }
}
