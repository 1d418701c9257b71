package com.psc.attachments.migration;

import com.psc.attachments.content.Sha256;

/** What came of working on a task. */
sealed interface Outcome {

    CopyTask task();

    /** Nothing was done: the run is to stop. */
    record NotBegun(CopyTask task) implements Outcome {}

    /** The bytes lie at their new place; the same task goes on with reading them again. */
    record Copied(CopyTask task, Sha256 sha256) implements Outcome {}

    /** What was read at the new place is what the file is. */
    record Proven(CopyTask task, Sha256 sha256) implements Outcome {}

    /** The file itself cannot be moved, for that reason. */
    record Rejected(CopyTask task, String reason) implements Outcome {}

    /** What lies at the new place is not the file, or lies there for somebody else: it takes another place. */
    record Misplaced(CopyTask task, String reason) implements Outcome {}

    /** A store did not answer. */
    record Unanswered(CopyTask task, String reason) implements Outcome {}

    /** A store is away altogether. */
    record StoreAway(CopyTask task, String reason) implements Outcome {}

    /** The new place's store does not take the file. */
    record Refused(CopyTask task, String reason) implements Outcome {}
}
