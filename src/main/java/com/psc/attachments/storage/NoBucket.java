package com.psc.attachments.storage;

/** This installation has no store on S3. */
public final class NoBucket extends RuntimeException {

    public NoBucket() {
        super("This installation keeps no files on S3; set S3_BUCKET");
    }
}
