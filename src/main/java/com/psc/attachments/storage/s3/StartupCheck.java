package com.psc.attachments.storage.s3;

/** What becomes of a start at which the store does not grant what this service needs: S3_STARTUP_CHECK. */
enum StartupCheck {
    FAIL,
    WARN,
    OFF
}
