package com.psc.attachments.verification;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.RecordedIntegrity.Scope;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.Speed;
import com.psc.attachments.storage.BackendName;
import java.time.Instant;
import java.util.Optional;

/**
 * A run, as its record says.
 *
 * @param backend of the files; wherever they lie if empty
 * @param company of the files; everybody's if empty
 * @param sample how many files were drawn, if any were
 * @param newestId files with a higher id are not its business
 * @param position up to there it is done
 * @param total what it has to do
 * @param done what it has done of that, whatever came of it
 * @param counts what came of it
 */
record Verification(
        long id,
        Selection selection,
        Optional<BackendName> backend,
        Optional<CompanyId> company,
        Optional<Integer> sample,
        State state,
        int newestId,
        Position position,
        Total total,
        Total done,
        Counts counts,
        Speed speed,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    static final String KIND = "verification";

    /**
     * Numbers of files.
     *
     * @param unreadable that could be neither read nor said to be missing
     * @param superseded that were deleted or moved meanwhile
     */
    record Counts(long ok, long missing, long corrupt, long unreadable, long superseded) {}

    /** The path at which it is to be seen. */
    static String address(long id) {
        return "/storage/verifications/" + id;
    }

    Scope scope() {
        return new Scope(backend, company, newestId);
    }

    @Override
    public String toString() {
        return KIND + " " + id;
    }
}
