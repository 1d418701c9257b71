package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Status;
import java.util.Optional;

/** What came of one examination. */
record Finding(Status status, String detail, Optional<String> remedy) {

    static Finding passed(String detail) {
        return new Finding(Status.PASSED, detail, Optional.empty());
    }

    static Finding failed(String detail, String remedy) {
        return new Finding(Status.FAILED, detail, Optional.of(remedy));
    }

    static Finding skipped(String why) {
        return new Finding(Status.SKIPPED, why, Optional.empty());
    }

    static Finding of(RequestFailed failed) {
        return failed(String.valueOf(S3Errors.translate(failed).getMessage()), S3Errors.remedy(failed));
    }

    /** For what only some stores know and not everybody may ask. */
    static Finding ofOptional(RequestFailed failed) {
        if (failed.status() == 403) {
            return skipped("It may not be asked about: " + failed.action().iamAction() + " is denied");
        }
        return failed.verdict() == Verdict.REFUSED ? skipped("The store does not know it") : of(failed);
    }
}
