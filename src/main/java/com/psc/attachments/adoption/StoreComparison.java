package com.psc.attachments.adoption;

import com.psc.attachments.adoption.Questions.Answer;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StoreView;
import com.psc.attachments.storage.StoreView.Entry;
import com.psc.attachments.storage.StoreView.Kind;
import com.psc.attachments.storage.StoreView.Seen;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lays the rows that name a store beside what lies there. Both come in the order of names, so that neither is held; what the
 * store's listing leaves open is asked for by name.
 */
final class StoreComparison {

    private static final int TOGETHER = 500;

    private final Place place;
    private final StoreView store;
    private final Questions questions;
    private final KnownNames known;
    private final Tally tally;
    private final Judging judging;
    private final List<Entry> unnamed = new ArrayList<>(TOGETHER);
    private boolean readingIsProved;

    /** Names that are somebody's although no row of an attachment has them. */
    interface KnownNames {
        Set<String> among(Set<String> names);
    }

    StoreComparison(Place place, StoreView store, Questions questions, KnownNames known, Tally tally) {
        this.place = place;
        this.store = store;
        this.questions = questions;
        this.known = known;
        this.tally = tally;
        this.judging = new Judging(place, questions, tally);
    }

    /**
     * What of the store was not told, for people; empty if all was.
     *
     * @param rows in {@link com.psc.attachments.storage.NameOrder} of the names
     * @throws StorageException if the store is a folder that cannot be listed
     * @throws InterruptedException if the command is told to end
     */
    Optional<String> compare(Iterator<Row> rows) throws InterruptedException {
        try (Stream<Entry> entries = store.inOrder()) {
            Listing listing = new Listing(entries.iterator(), this::unnamed);
            while (rows.hasNext()) {
                judge(rows.next(), listing);
            }
            listing.finish();
            judging.finish();
            tellUnnamed();
            return listing.trouble().map(StorageException::getMessage);
        }
    }

    private void judge(Row row, Listing listing) throws InterruptedException {
        Optional<ObjectKey> key = row.key();
        Optional<Seen> seen = key.flatMap(name -> listing.at(name.value()));
        if (seen.isPresent() && !readingIsProved) {
            proveReading(key.orElseThrow(), listing);
        }
        boolean told = seen.isPresent() || key.filter(store::tellsOf).isPresent();
        if (told && listing.trouble().isEmpty()) {
            judging.judge(row, Answer.of(seen.orElse(Seen.no(Kind.NOTHING))));
        } else {
            listing.trouble().ifPresent(questions::heard);
            judging.ask(row);
        }
    }

    /** Who may list a bucket may not be allowed to read there. */
    private void proveReading(ObjectKey key, Listing listing) {
        readingIsProved = true;
        questions.ask(key).excuse().ifPresent(excuse -> listing.breakOff(new StorageFailure(excuse, null)));
    }

    private void unnamed(Entry entry) {
        if (entry.seen().kind() == Kind.LINK) {
            return;
        }
        if (entry.name().endsWith("/")) {
            tally.nobodys(entry.name(), place, Verdict.CLOSED_FOLDER, 0);
            return;
        }
        unnamed.add(entry);
        if (unnamed.size() == TOGETHER) {
            tellUnnamed();
        }
    }

    private void tellUnnamed() {
        Set<String> somebodys = known.among(unnamed.stream().map(Entry::name).collect(Collectors.toSet()));
        unnamed.stream()
                .filter(entry -> !somebodys.contains(entry.name()))
                .forEach(entry -> tally.nobodys(
                        entry.name(), place, Verdict.WITHOUT_ROW, entry.seen().length()));
        unnamed.clear();
    }
}
