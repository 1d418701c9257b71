package com.psc.attachments.storage.s3;

import software.amazon.awssdk.http.ContentStreamProvider;

/** A request's body, whose stream can be made as often as it takes. */
interface RepeatableBody extends ContentStreamProvider {

    /** In bytes. */
    long length();

    /** As S3 writes it: see {@link Checksums}. */
    String crc32();
}
