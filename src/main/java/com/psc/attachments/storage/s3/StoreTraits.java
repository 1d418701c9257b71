package com.psc.attachments.storage.s3;

/**
 * What was found out about a store, none of which it tells by itself.
 *
 * @param checksums never {@link ChecksumMode#AUTO}
 * @param comparison which bodies it compares with the checksums that are sent with them
 * @param onPut whether a put with {@code If-None-Match: *} is refused where an object lies
 * @param onComplete the same for the completion of a multipart upload
 */
record StoreTraits(ChecksumMode checksums, Comparison comparison, Precondition onPut, Precondition onComplete) {

    /** Which bodies are refused if they do not have the checksum that is sent with them. */
    enum Comparison {
        LEFT_OUT,
        OF_OBJECTS,
        OF_OBJECTS_AND_PARTS
    }

    enum Precondition {
        HONOURED,
        IGNORED
    }

    /** To be assumed of a store that does not let us find out. */
    static StoreTraits leastOf(ChecksumMode asked) {
        ChecksumMode checksums = asked == ChecksumMode.AUTO ? ChecksumMode.WHEN_REQUIRED : asked;
        return new StoreTraits(checksums, Comparison.LEFT_OUT, Precondition.IGNORED, Precondition.IGNORED);
    }
}
