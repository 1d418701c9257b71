package com.psc.attachments.verification;

import com.psc.attachments.attachment.Integrity;
import com.psc.attachments.attachment.RecordedContent;
import com.psc.attachments.attachment.RecordedIntegrity;
import com.psc.attachments.attachment.RecordedIntegrity.Verdict;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.Speed;
import com.psc.attachments.verification.Outcome.Intact;
import com.psc.attachments.verification.Outcome.Wrong;
import com.psc.attachments.verification.Verification.Counts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of a run's driver, each one transaction. Files are read outside of any; what was found is recorded in the order in
 * which the run goes over them, together with how far it has come: so nothing is counted twice, and whoever takes a run over
 * reads only those again that were being read.
 *
 * <p>A file that was deleted or moved meanwhile is no finding: what was found holds for the place where it was found, and counts
 * only if the record names that place still.
 */
@Component
class VerificationProtocol {

    private final VerificationRecords records;
    private final RecordedIntegrity files;
    private final DrivenRuns runs;
    private final Clock clock;

    VerificationProtocol(
            VerificationRecords records, RecordedIntegrity files, DrivenRuns verificationRuns, Clock clock) {
        this.records = records;
        this.files = files;
        this.runs = verificationRuns;
        this.clock = clock;
    }

    /** A file that was looked at, and what came of it: {@link Intact} or {@link Wrong}. */
    record Result(RecordedContent file, Position position, Outcome outcome) {}

    /** The next files in the run's order; empty if there are none. */
    record Next(Position behind, List<RecordedContent> files) {}

    Verification present(long id) {
        return records.find(id).orElseThrow();
    }

    /** The files that follow. A choice that is not there any more is left out. */
    Next next(Verification run, Position behind, int most) {
        return switch (run.selection()) {
            case ALL -> new Next(behind, files.next(run.scope(), behind.id(), most));
            case CHOSEN -> chosen(run, behind, most);
            case OLDEST -> oldest(run, behind, most);
        };
    }

    private Next chosen(Verification run, Position behind, int most) {
        Position at = behind;
        List<Integer> ids = records.choices(run.id(), at.id(), most);
        while (!ids.isEmpty()) {
            List<RecordedContent> found = files.find(ids);
            if (!found.isEmpty()) {
                return new Next(at, found);
            }
            at = new Position(Optional.empty(), ids.get(ids.size() - 1));
            ids = records.choices(run.id(), at.id(), most);
        }
        return new Next(at, List.of());
    }

    private Next oldest(Verification run, Position behind, int most) {
        Position at = behind;
        if (at.verifiedAt().isEmpty()) {
            List<RecordedContent> never = files.nextUnverified(run.scope(), at.id(), most);
            if (!never.isEmpty()) {
                return new Next(at, never);
            }
            at = Position.FIRST_VERIFIED;
        }
        Instant since = at.verifiedAt().orElseThrow();
        return new Next(at, files.nextVerified(run.scope(), since, at.id(), run.createdAt(), most));
    }

    /**
     * Records what was found.
     *
     * @param results in the run's order; may be empty
     * @return the run as it is now
     * @throws com.psc.attachments.job.DriverReplaced if somebody else drives the run
     */
    @Transactional
    public Verification settle(long id, UUID driver, List<Result> results, Speed speed) {
        runs.lockAs(id, driver);
        if (!results.isEmpty()) {
            record(id, results, speed);
        }
        return present(id);
    }

    private void record(long id, List<Result> results, Speed speed) {
        Set<Integer> noted = files.note(
                results.stream().flatMap(result -> verdict(result).stream()).toList());
        noted.addAll(unchanged(results.stream()
                .filter(result -> verdict(result).isEmpty())
                .map(Result::file)
                .toList()));
        List<Finding> findings = new ArrayList<>();
        long ok = 0;
        long missing = 0;
        long corrupt = 0;
        long unreadable = 0;
        long superseded = 0;
        long bytes = 0;
        for (Result result : results) {
            bytes += result.file().size();
            if (!noted.contains(result.file().id())) {
                superseded++;
            } else if (result.outcome() instanceof Wrong wrong) {
                findings.add(finding(result.file(), wrong));
                switch (wrong.state()) {
                    case MISSING -> missing++;
                    case CORRUPT -> corrupt++;
                    case UNREADABLE -> unreadable++;
                }
            } else {
                ok++;
            }
        }
        records.addFindings(id, findings);
        records.add(
                id,
                results.get(results.size() - 1).position(),
                new Total(results.size(), bytes),
                new Counts(ok, missing, corrupt, unreadable, superseded),
                speed);
    }

    /** The ids of those whose record still says the same. */
    private Set<Integer> unchanged(List<RecordedContent> seen) {
        Set<RecordedContent> present =
                new HashSet<>(files.find(seen.stream().map(RecordedContent::id).toList()));
        return seen.stream().filter(present::contains).map(RecordedContent::id).collect(Collectors.toSet());
    }

    private static Optional<Verdict> verdict(Result result) {
        if (result.outcome() instanceof Intact intact) {
            return Optional.of(new Verdict(
                    result.file(), Integrity.OK, Optional.of(intact.content().sha256())));
        }
        if (result.outcome() instanceof Wrong wrong && wrong.state() != FindingState.UNREADABLE) {
            Integrity integrity = wrong.state() == FindingState.MISSING ? Integrity.MISSING : Integrity.CORRUPT;
            return Optional.of(new Verdict(result.file(), integrity, Optional.empty()));
        }
        return Optional.empty();
    }

    private Finding finding(RecordedContent file, Wrong wrong) {
        return new Finding(
                file.id(),
                file.company(),
                wrong.state(),
                file.place(),
                file.size(),
                file.sha256(),
                wrong.found(),
                wrong.reason(),
                clock.instant());
    }

    /** Ends the run, which has nothing more to do, and leaves it. Throws {@link com.psc.attachments.job.DriverReplaced}. */
    boolean finish(long id, UUID driver) {
        runs.complete(id, driver);
        return runs.leave(id, driver);
    }

    /** Leaves the run, unless it is to go on after all. Throws the same. */
    boolean leave(long id, UUID driver) {
        return runs.leave(id, driver);
    }

    boolean take(DrivenRuns.Drive drive, UUID driver) {
        return runs.take(drive, driver);
    }

    static boolean isRunning(Verification run) {
        return run.state() == State.RUNNING;
    }
}
