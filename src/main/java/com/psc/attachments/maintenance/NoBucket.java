package com.psc.attachments.maintenance;

/** This installation has no store on S3. */
public final class NoBucket extends RuntimeException {

    NoBucket() {
        super("This installation keeps no files on S3; set S3_BUCKET");
    }
}
