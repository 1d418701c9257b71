package com.psc.attachments.attachment;

import com.psc.attachments.removal.LocationClaims;
import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Claims what attachments and uploads in progress need. */
@Component
class AttachmentClaims implements LocationClaims {

    private final JdbcClient jdbc;

    AttachmentClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whichever of its two columns a row names the key in, and however: the former backend did not always do it alike. */
    @Override
    public Set<String> claimed(Collection<String> keys) {
        return Set.copyOf(jdbc.sql("""
                        select file_path from attachments where file_path = any(:keys::text[])
                        union
                        select s3_key from attachments where s3_key = any(:keys::text[]) and s3_key <> file_path
                        union
                        select other_path from attachments where other_path = any(:keys::text[])
                        union
                        select object_key from upload_intents where object_key in (select unnest(:keys::text[]))""")
                .param("keys", keys.toArray(String[]::new))
                .query(String.class)
                .list());
    }
}
