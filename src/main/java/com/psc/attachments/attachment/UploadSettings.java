package com.psc.attachments.attachment;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param lease UPLOAD_LEASE: how long after its process has died an upload keeps its place; then what it stored is removed
 */
@ConfigurationProperties("psc.uploads")
record UploadSettings(@DefaultValue("1h") Duration lease) {

    UploadSettings {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("UPLOAD_LEASE is " + lease + "; it takes a duration of 1s or more.");
        }
    }
}
