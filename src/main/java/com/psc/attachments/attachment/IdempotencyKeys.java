package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Which upload each Idempotency-Key of a company stands for. Kept for a day. */
@Component
class IdempotencyKeys {

    private static final Duration KEPT = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotencyKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A finished upload. */
    record Earlier(int attachmentId, Sha256 sha256) {}

    private record Known(String request, Optional<Earlier> earlier) {}

    /**
     * Makes the key stand for the upload of that intent, which must be on record.
     *
     * @param request a digest of what the client asked for, apart from the content
     * @return the upload that the key stands for already, if that is done; empty if the key is now this upload's
     * @throws UploadInProgress if another upload with the key is under way
     * @throws IdempotencyKeyReused if the key stands for another request
     */
    Optional<Earlier> claim(CompanyId company, IdempotencyKey key, Sha256 request, UploadIntent intent) {
        int claimed = jdbc.sql("""
                        insert into idempotency_keys as known (company_id, key, request, upload_id, created_at)
                        values (:company, :key, :request, :upload, :now)
                        on conflict (company_id, key) do update
                            set request = excluded.request, upload_id = excluded.upload_id, created_at = excluded.created_at
                            where known.attachment_id is null
                              and not exists (select from upload_intents
                                              where id = known.upload_id and lease_until > :now)""")
                .param("company", company.value())
                .param("key", key.text())
                .param("request", request.hex())
                .param("upload", intent.token().value())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return claimed > 0 ? Optional.empty() : Optional.of(earlier(company, key, request));
    }

    private Earlier earlier(CompanyId company, IdempotencyKey key, Sha256 request) {
        Known known = jdbc.sql("""
                        select request, attachment_id, sha256 from idempotency_keys
                        where company_id = :company and key = :key""")
                .param("company", company.value())
                .param("key", key.text())
                .query((row, number) -> known(row))
                .optional()
                .orElseThrow(UploadInProgress::new);
        if (!known.request().equals(request.hex())) {
            throw new IdempotencyKeyReused();
        }
        return known.earlier().orElseThrow(UploadInProgress::new);
    }

    private static Known known(ResultSet row) throws SQLException {
        int attachment = row.getInt("attachment_id");
        Optional<Earlier> earlier = row.wasNull()
                ? Optional.empty()
                : Optional.of(new Earlier(attachment, new Sha256(row.getString("sha256"))));
        return new Known(row.getString("request"), earlier);
    }

    /** Makes the key stand for the attachment that its upload has become. Part of the transaction that records it. */
    void complete(UploadIntent intent, IdempotencyKey key, int attachmentId, Sha256 sha256) {
        jdbc.sql("""
                        update idempotency_keys set attachment_id = :attachment, sha256 = :sha256
                        where company_id = :company and key = :key and upload_id = :upload""")
                .param("attachment", attachmentId)
                .param("sha256", sha256.hex())
                .param("company", intent.company().value())
                .param("key", key.text())
                .param("upload", intent.token().value())
                .update();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forgetOld() {
        jdbc.sql("delete from idempotency_keys where created_at < :limit")
                .param("limit", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
