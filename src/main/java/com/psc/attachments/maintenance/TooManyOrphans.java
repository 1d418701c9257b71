package com.psc.attachments.maintenance;

/** A cleanup found so many orphans that somebody is to look at them first. Nothing was removed. */
public final class TooManyOrphans extends RuntimeException {

    private final long plan;
    private final long objectsSeen;
    private final long orphans;
    private final long orphanBytes;

    TooManyOrphans(Cleanup cleanup, Share most) {
        super(
                ("%d of the %d objects seen would be removed, which is more than CLEANUP_MAX_SHARE (%s). Nothing was removed. Look"
                                + " at %s/orphans; if all that may go, repeat the call with confirm=%d")
                        .formatted(
                                cleanup.orphans, cleanup.objectsSeen, most, Cleanup.address(cleanup.id), cleanup.id));
        this.plan = cleanup.id;
        this.objectsSeen = cleanup.objectsSeen;
        this.orphans = cleanup.orphans;
        this.orphanBytes = cleanup.orphanBytes;
    }

    /** What to confirm. */
    public long plan() {
        return plan;
    }

    /** The path at which the cleanup is to be seen. */
    public String address() {
        return Cleanup.address(plan);
    }

    public long objectsSeen() {
        return objectsSeen;
    }

    public long orphans() {
        return orphans;
    }

    public long orphanBytes() {
        return orphanBytes;
    }
}
