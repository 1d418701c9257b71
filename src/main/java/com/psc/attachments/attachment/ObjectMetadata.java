package com.psc.attachments.attachment;

import com.psc.attachments.installation.InstallationId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What stores that keep metadata are told of a document, whether it was uploaded there or moved there. */
@Component
class ObjectMetadata {

    private final InstallationId installation;

    ObjectMetadata(InstallationId installation) {
        this.installation = installation;
    }

    Map<String, String> of(
            String entityType, int company, String originalFilename, Instant uploaded, Optional<String> description) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("entity_type", entityType);
        metadata.put("company_id", Integer.toString(company));
        metadata.put("original_filename", originalFilename);
        metadata.put("upload_timestamp", uploaded.toString());
        metadata.put(InstallationId.METADATA, installation.toString());
        description.ifPresent(text -> metadata.put("description", text));
        return metadata;
    }
}
