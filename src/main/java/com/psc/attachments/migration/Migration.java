package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.job.Speed;
import com.psc.attachments.storage.BackendName;
import java.time.Instant;
import java.util.Optional;

/**
 * A run, as its record says.
 *
 * @param company whose files it moves; empty for every company's
 * @param reason why it failed, for an operator
 * @param newestId files with a higher id are not its business
 * @param plannedTo up to this id, all files that are its business are in the journal
 * @param round counts the times that it went over its files: each retry and each rollback is another
 * @param drive counts the times that it was set going, and so names the scheduler's task
 * @param total what this round has to do
 * @param done what it has done of that, with success or without
 * @param pace how fast it goes; nothing unless it is running
 */
record Migration(
        long id,
        BackendName source,
        BackendName target,
        Optional<CompanyId> company,
        MigrationState state,
        MigrationPhase phase,
        Optional<String> reason,
        int newestId,
        int plannedTo,
        int round,
        int drive,
        Total total,
        Total done,
        Total migrated,
        Total failed,
        Total superseded,
        Total rolledBack,
        Speed pace,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {

    static final String KIND = "migration";

    /** The path at which it is to be seen. */
    static String address(long id) {
        return "/storage/migrations/" + id;
    }

    MigrationOrder order() {
        return new MigrationOrder(source, target, company);
    }

    /** Where they go. */
    BackendName to(Way way) {
        return way == Way.THERE ? target : source;
    }

    /** The way that files go in its present phase. */
    Way way() {
        return phase == MigrationPhase.ROLLBACK ? Way.BACK : Way.THERE;
    }

    @Override
    public String toString() {
        return KIND + " " + id;
    }
}
