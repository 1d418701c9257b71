package com.psc.attachments.job;

import java.util.OptionalDouble;

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

    /** How much of what it does is done, from 0 to 1; empty if nobody can tell. */
    default OptionalDouble share() {
        return OptionalDouble.empty();
    }

    /** What there is to tell, in one line. */
    String line();
}
