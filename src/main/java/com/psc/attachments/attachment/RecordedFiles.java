package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The door for whoever compares what is recorded with what lies in stores. */
@Component
public class RecordedFiles {

    private final JdbcClient jdbc;

    RecordedFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An attachment and where its bytes should lie.
     *
     * @param location empty if the row names no place within a store
     */
    public record RecordedFile(int id, Optional<StorageLocation> location) {}

    /**
     * The next attachments that lie on a backend, by id.
     *
     * @param company whose attachments; all companies' if empty
     * @param behind they have higher ids than this
     */
    public List<RecordedFile> next(BackendName backend, Optional<CompanyId> company, int behind, int most) {
        return jdbc.sql("""
                        select id, storage_backend, s3_bucket, %s as key from attachments
                        where storage_backend = :backend and id > :behind
                          and (:company::integer is null or company_id = :company::integer)
                        order by id limit :most""".formatted(Attachment.KEY))
                .param("backend", backend.label())
                .param("behind", behind)
                .param("company", company.map(CompanyId::value).orElse(null))
                .param("most", most)
                .query(RecordedFiles::file)
                .list();
    }

    /** Those that are still there, wherever they lie now. */
    public List<RecordedFile> find(Collection<Integer> ids) {
        return jdbc.sql("""
                        select id, storage_backend, s3_bucket, %s as key from attachments
                        where id = any(:ids)""".formatted(Attachment.KEY))
                .param("ids", ids.toArray(Integer[]::new))
                .query(RecordedFiles::file)
                .list();
    }

    private static RecordedFile file(ResultSet row, int number) throws SQLException {
        return new RecordedFile(
                row.getInt("id"),
                location(row.getString("storage_backend"), row.getString("s3_bucket"), row.getString("key")));
    }

    private static Optional<StorageLocation> location(String backend, @Nullable String bucket, String key) {
        try {
            return Optional.of(StorageLocation.of(backend, bucket, key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
