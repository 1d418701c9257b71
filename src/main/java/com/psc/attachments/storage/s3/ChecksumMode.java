package com.psc.attachments.storage.s3;

/** Whether requests carry checksums of their bodies, and answers are checked against theirs: S3_CHECKSUM_MODE. */
enum ChecksumMode {
    /** As the store turns out to take them. */
    AUTO,
    /** With every request and answer that can have one. */
    WHEN_SUPPORTED,
    /** Only where S3 demands one: for stores that do not know them. */
    WHEN_REQUIRED
}
