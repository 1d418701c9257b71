package com.psc.attachments.importing;

import com.psc.attachments.attachment.Integrity;
import com.psc.attachments.attachment.RecordedContent;
import com.psc.attachments.attachment.RecordedIntegrity;
import com.psc.attachments.attachment.RecordedIntegrity.Verdict;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.importing.DocumentImport.Counts;
import com.psc.attachments.importing.ImportItem.Became;
import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.job.Speed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of a run, each one transaction, and each for whoever drives the run: {@link DriverReplaced} is thrown to all others.
 * Content is read and stored outside of any. What a document became is written in the transaction that makes the attachment, so
 * a run that is killed at any moment finds every document either to be imported or imported.
 */
@Component
class ImportProtocol {

    private static final Total NOTHING = new Total(0, 0);

    /** What the database is to hash at most while a transaction waits for it, unless a single row holds more. */
    private static final long MOST_BYTES_REMOVED_TOGETHER = 64L * 1024 * 1024;

    private final ImportRecords records;
    private final FormerDocuments documents;
    private final RecordedIntegrity attachments;
    private final DrivenRuns runs;
    private final Clock clock;

    ImportProtocol(
            ImportRecords records,
            FormerDocuments documents,
            RecordedIntegrity attachments,
            DrivenRuns importRuns,
            Clock clock) {
        this.records = records;
        this.documents = documents;
        this.attachments = attachments;
        this.runs = importRuns;
        this.clock = clock;
    }

    DocumentImport present(long id) {
        return records.find(id).orElseThrow();
    }

    boolean take(DrivenRuns.Drive drive, UUID driver) {
        return runs.take(drive, driver);
    }

    /** Ends the run, which has nothing more to do, and leaves it. */
    boolean finish(long id, UUID driver) {
        runs.complete(id, driver);
        return runs.leave(id, driver);
    }

    /** Leaves the run, unless it is to go on after all. */
    boolean leave(long id, UUID driver) {
        return runs.leave(id, driver);
    }

    /** The documents that are attachments already, and were not read again yet. */
    List<Long> nextUnverified(long id, long behind, int most) {
        return ids(records.items(id, behind, Optional.of(ItemState.IMPORTED), most));
    }

    /** The documents that are to be imported in the run's present phase. */
    List<Long> next(DocumentImport run, long behind, int most) {
        return switch (run.phase()) {
            case IMPORT -> documents.next(run.id(), run.company(), behind, run.newestId(), most);
            case RETRY -> ids(records.items(run.id(), behind, Optional.of(ItemState.PLANNED), most));
            case FINALIZE -> List.of();
        };
    }

    private static List<Long> ids(Collection<ImportItem> items) {
        return items.stream().map(ImportItem::documentId).toList();
    }

    /** Records how fast the run goes, and answers how it stands. */
    @Transactional
    public DocumentImport note(long id, UUID driver, Speed speed) {
        runs.lockAs(id, driver);
        records.note(id, speed);
        return present(id);
    }

    /** The document is an attachment, if the caller's transaction commits. */
    @Transactional(propagation = Propagation.MANDATORY)
    public ImportItem imported(long id, UUID driver, FormerDocument document, Became became) {
        runs.lockAs(id, driver);
        ImportItem item = new ImportItem(
                document.id(),
                document.company(),
                document.weight(),
                ItemState.IMPORTED,
                Optional.empty(),
                Optional.of(became),
                clock.instant());
        boolean anew =
                records.item(id, document.id()).flatMap(ImportItem::became).isPresent();
        records.put(id, item);
        records.add(id, NOTHING, new Counts(anew ? 0 : 1, 0, 0, 0, 0));
        return item;
    }

    /**
     * The attachment's file is what the document was.
     *
     * @param content the record by which it was read
     */
    @Transactional
    public void verified(long id, UUID driver, ImportItem item, RecordedContent content) {
        runs.lockAs(id, driver);
        attachments.note(List.of(new Verdict(content, Integrity.OK, Optional.empty())));
        records.change(id, List.of(item.documentId()), ItemState.VERIFIED, Optional.empty());
        // In a run that is being finalized it is done once its row is removed.
        Total done = present(id).phase() == ImportPhase.FINALIZE ? NOTHING : new Total(1, item.sourceBytes());
        records.add(id, done, new Counts(0, 1, 0, 0, 0));
    }

    /** Nothing came of the document, for a reason that an operator can act on. */
    @Transactional
    public void failed(long id, UUID driver, ImportItem item, String reason) {
        runs.lockAs(id, driver);
        records.put(
                id,
                new ImportItem(
                        item.documentId(),
                        item.company(),
                        item.sourceBytes(),
                        ItemState.FAILED,
                        Optional.of(reason),
                        item.became(),
                        clock.instant()));
        records.add(id, new Total(1, item.sourceBytes()), new Counts(0, 0, 1, 0, 0));
    }

    /**
     * Removes the rows of the next documents, as far as nothing has changed: neither the row, nor that an attachment whose file
     * was found intact stands for it.
     *
     * @return false if there are none left
     * @throws org.springframework.dao.DataIntegrityViolationException if the database does not let one go
     */
    @Transactional
    public boolean removeSome(long id, UUID driver, int most) {
        runs.lockAs(id, driver);
        List<ImportItem> batch = nextToRemove(id, most);
        if (batch.isEmpty()) {
            return false;
        }
        Map<Integer, Sha256> intact = attachments.intact(
                batch.stream().map(item -> became(item).attachmentId()).toList());
        List<ImportItem> safe = batch.stream()
                .filter(item ->
                        became(item).sha256().equals(intact.get(became(item).attachmentId())))
                .toList();
        Set<Long> removed = documents.removeUnchanged(safe);
        Set<Long> present = documents.present(batch);
        List<Long> gone = ids(batch).stream()
                .filter(document -> removed.contains(document) || !present.contains(document))
                .toList();
        List<ImportItem> left = new ArrayList<>(batch);
        left.removeIf(item -> gone.contains(item.documentId()));
        records.change(id, gone, ItemState.REMOVED, Optional.empty());
        left.forEach(item -> records.change(
                id,
                List.of(item.documentId()),
                ItemState.KEPT,
                Optional.of(
                        safe.contains(item)
                                ? "Its row was changed since it was imported, or holds content beside its file in uploads/pdfs"
                                : "Attachment " + became(item).attachmentId()
                                        + ", which it became, was deleted since, or its file is not intact")));
        done(id, batch, gone.size());
        return true;
    }

    /** Keeps the row of the next document, which the database does not let go. */
    @Transactional
    public void keepOne(long id, UUID driver) {
        runs.lockAs(id, driver);
        List<ImportItem> one = nextToRemove(id, 1);
        records.change(
                id, ids(one), ItemState.KEPT, Optional.of("The database does not let its row go: others refer to it"));
        done(id, one, 0);
    }

    private List<ImportItem> nextToRemove(long id, int most) {
        List<ImportItem> batch = new ArrayList<>();
        long bytes = 0;
        for (ImportItem item : records.items(id, 0, Optional.of(ItemState.VERIFIED), most)) {
            bytes += became(item).bytes();
            if (bytes > MOST_BYTES_REMOVED_TOGETHER && !batch.isEmpty()) {
                break;
            }
            batch.add(item);
        }
        return batch;
    }

    private void done(long id, List<ImportItem> batch, int removed) {
        long bytes = batch.stream().mapToLong(ImportItem::sourceBytes).sum();
        records.add(id, new Total(batch.size(), bytes), new Counts(0, 0, 0, removed, batch.size() - removed));
    }

    private static Became became(ImportItem item) {
        return item.became().orElseThrow();
    }
}
