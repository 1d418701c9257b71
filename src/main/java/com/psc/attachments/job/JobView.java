package com.psc.attachments.job;

/** A job as it looks at one moment. Its JSON is what the job's address answers. */
public interface JobView {

    /** Whether watching it is worth while. */
    enum Stage {
        RUNNING,
        /** Nothing happens until somebody has it go on. */
        RESTING,
        ENDED
    }

    Stage stage();

    /** What there is to tell, in one line. */
    String line();
}
