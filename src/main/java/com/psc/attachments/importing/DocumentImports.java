package com.psc.attachments.importing;

import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.JobUnderWay;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.RunningJobs;
import com.psc.attachments.job.UnknownJob;
import com.psc.attachments.job.WrongJobState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What operators do with runs. Each is one transaction; its effect on a run that is under way shows within a second or so. */
@Component
class DocumentImports implements RunningJobs {

    private static final int SHOWN_AS_RUNNING = 100;

    private final ImportRecords records;
    private final FormerDocuments documents;
    private final DrivenRuns runs;

    DocumentImports(ImportRecords records, FormerDocuments documents, DrivenRuns importRuns) {
        this.records = records;
        this.documents = documents;
        this.runs = importRuns;
    }

    /**
     * Starts a run over the documents that are there now and were not imported yet.
     *
     * @throws DocumentsOutOfReach if there is no table of documents, or it is not what can be imported
     * @throws JobUnderWay if another run is under way
     */
    @Transactional
    public DocumentImport start(ImportOrder order) {
        requireAlone(0);
        long id = records.insert(order.company(), documents.stock(order.company()));
        runs.setGoing(id);
        return find(id);
    }

    /** The run that is about the same, and has not ended; empty if there is none. */
    Optional<DocumentImport> underWay(ImportOrder order) {
        return Stream.of(State.RUNNING, State.PAUSED)
                .flatMap(state -> records.before(Long.MAX_VALUE, Optional.of(state), 1).stream())
                .filter(run ->
                        run.phase() == ImportPhase.IMPORT && run.company().equals(order.company()))
                .findFirst();
    }

    /** @throws UnknownJob if there is none of that id */
    DocumentImport find(long id) {
        return records.find(id).orElseThrow(() -> new UnknownJob(DocumentImport.KIND, id));
    }

    /**
     * Tries those documents again that failed.
     *
     * @throws DocumentsOutOfReach if there is no table of documents, or it is not what can be imported
     * @throws UnknownJob if there is none of that id
     * @throws WrongJobState if it is not completed
     * @throws JobUnderWay if another run is under way
     */
    @Transactional
    public void retryFailed(long id) {
        requireAlone(id);
        find(id);
        documents.requireReadable();
        runs.beginMore(id, "retry the failed documents of", EnumSet.of(State.COMPLETED));
        records.beginRetry(id);
    }

    /**
     * Removes the rows of the documents that the run has imported and verified, as far as neither they nor the attachments have
     * changed since. Files in {@code uploads/pdfs} stay where they are.
     *
     * @throws DocumentsOutOfReach if nothing may be removed from the table
     * @throws UnknownJob if there is none of that id
     * @throws WrongJobState if it has not ended
     * @throws JobUnderWay if another run is under way
     */
    @Transactional
    public void finalizeRun(long id) {
        requireAlone(id);
        find(id);
        documents.requireRemovable();
        runs.beginMore(id, "finalize", EnumSet.of(State.COMPLETED, State.CANCELLED));
        records.beginFinalizing(id);
    }

    private void requireAlone(long id) {
        records.excludeOtherStarts();
        records.underWay(id).ifPresent(other -> {
            throw new JobUnderWay("Import " + other + " is under way, or about to end", DocumentImport.address(other));
        });
    }

    @Override
    public List<? extends JobView> running() {
        return Stream.of(State.RUNNING, State.PAUSED)
                .flatMap(state -> records.before(Long.MAX_VALUE, Optional.of(state), SHOWN_AS_RUNNING).stream())
                .map(ImportView::of)
                .limit(SHOWN_AS_RUNNING)
                .toList();
    }
}
