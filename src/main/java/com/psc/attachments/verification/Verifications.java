package com.psc.attachments.verification;

import com.psc.attachments.attachment.RecordedIntegrity;
import com.psc.attachments.attachment.RecordedIntegrity.Scope;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.RunningJobs;
import com.psc.attachments.job.UnknownJob;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Starts runs, and finds them. */
@Component
class Verifications implements RunningJobs {

    private static final Logger log = LoggerFactory.getLogger(Verifications.class);
    private static final int SHOWN_AS_RUNNING = 100;

    private final VerificationRecords records;
    private final RecordedIntegrity files;
    private final DrivenRuns runs;

    Verifications(VerificationRecords records, RecordedIntegrity files, DrivenRuns verificationRuns) {
        this.records = records;
        this.files = files;
        this.runs = verificationRuns;
    }

    /** Starts a run over the files that are there now. */
    @Transactional
    public Verification start(VerificationOrder order) {
        Scope scope = new Scope(order.backend(), order.company(), files.newestId());
        if (!order.isOfSome()) {
            return begun(records.insert(order, Selection.ALL, scope.newest(), files.total(scope)));
        }
        List<Integer> chosen =
                order.sample().map(count -> files.draw(scope, count)).orElse(order.ids());
        Total total = files.total(chosen);
        long id = records.insert(order, Selection.CHOSEN, scope.newest(), total);
        records.choose(id, chosen);
        return begun(id);
    }

    /** Starts a run over everything, the longest-unverified first. Does nothing while the last of these is under way. */
    @Transactional
    public void startScheduled() {
        if (records.isUnderWay(Selection.OLDEST)) {
            log.info("No verification is started: the last one that was scheduled is still under way");
            return;
        }
        Scope scope = new Scope(Optional.empty(), Optional.empty(), files.newestId());
        begun(records.insert(VerificationOrder.EVERYTHING, Selection.OLDEST, scope.newest(), files.total(scope)));
    }

    private Verification begun(long id) {
        runs.setGoing(id);
        return find(id);
    }

    /** @throws UnknownJob if there is none of that id */
    Verification find(long id) {
        return records.find(id).orElseThrow(() -> new UnknownJob(Verification.KIND, id));
    }

    @Override
    public List<? extends JobView> running() {
        return Stream.of(State.RUNNING, State.PAUSED)
                .flatMap(state -> records.before(Long.MAX_VALUE, Optional.of(state), SHOWN_AS_RUNNING).stream())
                .map(VerificationView::of)
                .limit(SHOWN_AS_RUNNING)
                .toList();
    }
}
