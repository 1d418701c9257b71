package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BackendName;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether this installation has files on S3: there is a bucket, or new files go there. */
final class S3Configured implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return isTrueOf(context.getEnvironment());
    }

    static boolean isTrueOf(Environment settings) {
        boolean bucket = !settings.getProperty("psc.s3.bucket", "").isBlank();
        String active = settings.getProperty("psc.storage.backend", "").strip();
        return bucket || active.equalsIgnoreCase(BackendName.S3.label());
    }
}
