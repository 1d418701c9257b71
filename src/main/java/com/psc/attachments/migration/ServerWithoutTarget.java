package com.psc.attachments.migration;

/** A server is running that could not read what a run moves, since its settings do not name the target. Nothing was moved. */
final class ServerWithoutTarget extends RuntimeException {

    ServerWithoutTarget() {
        super(
                "A service is running on this database that has no S3_BUCKET, or was started before that was set: it could not read what"
                        + " is moved. Restart it, and call this again");
    }
}
