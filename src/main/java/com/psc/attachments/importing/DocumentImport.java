package com.psc.attachments.importing;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.Speed;
import java.time.Instant;
import java.util.Optional;

/**
 * A run, as its record says.
 *
 * @param company of the documents; everybody's if empty
 * @param round counts the times that it was given something more to do
 * @param newestId documents with a higher id are not its business
 * @param total what it has to do in the present phase
 * @param done what it has done of that, whatever came of it
 * @param left what was none of its business when it began
 * @param counts what came of it so far
 */
record DocumentImport(
        long id,
        Optional<CompanyId> company,
        State state,
        ImportPhase phase,
        int round,
        long newestId,
        Total total,
        Total done,
        Left left,
        Counts counts,
        Speed speed,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    static final String KIND = "import";

    /**
     * Documents that a run leaves alone.
     *
     * @param skipped that the former backend had moved into {@code attachments} itself
     * @param earlier that earlier runs have imported
     */
    record Left(long skipped, long earlier) {}

    /**
     * Numbers of documents.
     *
     * @param imported the verified ones included
     * @param kept whose rows were to be removed, and were not
     */
    record Counts(long imported, long verified, long failed, long removed, long kept) {}

    /** The path at which it is to be seen. */
    static String address(long id) {
        return "/storage/imports/" + id;
    }

    @Override
    public String toString() {
        return KIND + " " + id;
    }
}
