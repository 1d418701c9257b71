package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BackendName;
import org.springframework.core.env.Environment;

/** Whether this installation has files on S3: there is a bucket, or new files go there. */
final class S3Configured {

    private S3Configured() {}

    static boolean isTrueOf(Environment settings) {
        boolean bucket = !settings.getProperty("psc.s3.bucket", "").isBlank();
        String active = settings.getProperty("psc.storage.backend", "").strip();
        return bucket || active.equalsIgnoreCase(BackendName.S3.label());
    }
}
