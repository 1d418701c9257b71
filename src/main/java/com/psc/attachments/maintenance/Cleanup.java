package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.KeyShapes;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A cleanup: what it was asked, and what has come of it so far. Belongs to the one thread that works on it. */
final class Cleanup {

    private static final int MOST_NAMED = 20;

    final long id;
    Question question;
    CleanupState state;

    long objectsSeen;
    long bytesSeen;
    long tooYoung;
    long foreignFiles;
    final List<String> foreignSample = new ArrayList<>();
    long orphans;
    long orphanBytes;
    final List<String> sample = new ArrayList<>();
    long unfinishedWrites;
    long missingFiles;
    final List<Integer> missingSample = new ArrayList<>();
    long filesRemoved;
    long bytesRemoved;
    long filesScheduled;
    long bytesScheduled;
    Optional<Instant> due = Optional.empty();
    long emptyFoldersRemoved;
    final List<String> errors = new ArrayList<>();

    /**
     * What a cleanup was asked.
     *
     * @param company in whose folders only; in the whole store if empty
     */
    record Question(
            BackendName backend,
            Optional<CompanyId> company,
            boolean orphanedOnly,
            boolean dryRun,
            Duration minAge,
            Instant asked) {

        /** Where to look, as prefixes of names. */
        List<String> prefixes() {
            return company.map(owner -> KeyShapes.foldersOf(owner, backend)).orElse(List.of(""));
        }

        /** The same, now that somebody has confirmed that it is to be done. */
        Question confirmed() {
            return new Question(backend, company, orphanedOnly, false, minAge, asked);
        }

        /** What was written later is too young. */
        Instant youngest() {
            return asked.minus(minAge);
        }
    }

    Cleanup(long id, Question question, CleanupState state) {
        this.id = id;
        this.question = question;
        this.state = state;
    }

    static String address(long id) {
        return "/storage/cleanup/" + id;
    }

    void sawForeign(String name) {
        foreignFiles++;
        note(foreignSample, name);
    }

    void found(Collection<Orphan> some) {
        for (Orphan orphan : some) {
            if (orphan.kind() == Orphan.Kind.OBJECT) {
                orphans++;
                orphanBytes += orphan.bytes();
            } else {
                unfinishedWrites++;
            }
            note(sample, orphan.name());
        }
    }

    void misses(int attachment) {
        missingFiles++;
        note(missingSample, attachment);
    }

    void removed(Orphan orphan) {
        if (orphan.kind() == Orphan.Kind.OBJECT) {
            filesRemoved++;
            bytesRemoved += orphan.bytes();
        }
    }

    void scheduled(Orphan orphan) {
        if (orphan.kind() == Orphan.Kind.OBJECT) {
            filesScheduled++;
            bytesScheduled += orphan.bytes();
        }
    }

    void failed(String reason) {
        note(errors, reason);
    }

    private static <T> void note(List<T> sample, T value) {
        if (sample.size() < MOST_NAMED) {
            sample.add(value);
        }
    }
}
