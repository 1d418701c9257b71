package com.psc.attachments.attachment;

import com.psc.attachments.removal.LocationClaims;
import com.psc.attachments.storage.StorageLocation;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Claims what attachments and uploads in progress need. */
@Component
class AttachmentClaims implements LocationClaims {

    private final JdbcClient jdbc;

    AttachmentClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public boolean claim(StorageLocation location) {
        return jdbc.sql("""
                        select exists (select from attachments
                                       where file_path = :key and storage_backend = :backend
                                         and s3_bucket is not distinct from :bucket::varchar)
                            or exists (select from upload_intents
                                       where object_key = :key and storage_backend = :backend
                                         and s3_bucket is not distinct from :bucket::varchar)""")
                .param("key", location.key().value())
                .param("backend", location.backend().label())
                .param("bucket", location.bucketName().orElse(null))
                .query(Boolean.class)
                .single();
    }
}
