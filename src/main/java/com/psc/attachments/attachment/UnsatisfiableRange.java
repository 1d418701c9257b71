package com.psc.attachments.attachment;

/** A requested range begins behind the end of the file. */
public final class UnsatisfiableRange extends RuntimeException {

    private final long size;

    UnsatisfiableRange(long size) {
        super("The range begins behind the end of the file, which has " + size + " bytes");
        this.size = size;
    }

    /** The whole file's length in bytes. */
    public long size() {
        return size;
    }
}
