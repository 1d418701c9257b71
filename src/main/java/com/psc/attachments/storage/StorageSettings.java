package com.psc.attachments.storage;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param backend STORAGE_BACKEND: the one that takes new files
 * @param uploadDir UPLOAD_DIR: the folder that holds {@code attachments}, the root of local storage
 */
@ConfigurationProperties("psc.storage")
public record StorageSettings(
        @DefaultValue("local") BackendName backend,
        @DefaultValue("./uploads") Path uploadDir) {}
