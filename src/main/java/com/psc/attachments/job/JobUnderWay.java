package com.psc.attachments.job;

/** What is asked for must wait for a job that is under way. */
public final class JobUnderWay extends RuntimeException {

    private final String address;

    /**
     * @param reason for people
     * @param address the path at which that job is to be seen
     */
    public JobUnderWay(String reason, String address) {
        super(reason);
        this.address = address;
    }

    public String address() {
        return address;
    }
}
