package com.psc.attachments.job;

import java.util.List;

/** Knows the jobs of one kind that have not ended. Every kind of job has one. */
public interface RunningJobs {

    /** Those that run or are paused, the newest first; at most 100. */
    List<? extends JobView> running();
}
