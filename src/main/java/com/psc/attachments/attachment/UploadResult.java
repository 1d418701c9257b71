package com.psc.attachments.attachment;

/** What became of one file of an upload. */
sealed interface UploadResult {

    record Stored(UploadedFile file) implements UploadResult {}

    /**
     * @param filename as the client sent it
     */
    record Refused(String filename, RuntimeException reason) implements UploadResult {}
}
