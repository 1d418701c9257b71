package com.psc.attachments.storage.s3;

/** Where a request names the bucket: S3_PATH_STYLE. */
enum Addressing {
    PATH,
    VIRTUAL_HOST
}
