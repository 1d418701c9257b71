package com.psc.attachments.job;

/** There is no job of that kind and id. */
public final class UnknownJob extends RuntimeException {

    /** @param kind such as {@code migration} */
    public UnknownJob(String kind, long id) {
        super("There is no " + kind + " " + id);
    }
}
