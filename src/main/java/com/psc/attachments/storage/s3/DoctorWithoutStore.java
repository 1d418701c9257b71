package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis;
import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StoreDoctor;
import java.time.Duration;
import java.util.Optional;

/** Where nobody has named a bucket there is nothing to examine, and the default name may be somebody else's bucket. Asks nobody. */
final class DoctorWithoutStore implements StoreDoctor {

    private final S3Settings settings;

    DoctorWithoutStore(S3Settings settings) {
        this.settings = settings;
    }

    @Override
    public Diagnosis examine(String prefix) {
        Findings findings = new Findings();
        findings.keep(
                Subject.BUCKET,
                Finding.failed(
                        "No bucket is named, so there is no store on S3",
                        "Set S3_BUCKET, and with it AWS_REGION or S3_ENDPOINT"),
                Duration.ZERO);
        findings.skipTheRest("Not tried without a bucket");
        return new Diagnosis(
                settings.bucket(), settings.region(), findings.all(), Optional.empty(), IamPolicy.of(settings, prefix));
    }
}
