package com.psc.attachments.maintenance;

import com.psc.attachments.job.JobMetrics;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.RunningJobs;
import com.psc.attachments.job.WrongJobState;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StoreOwnership;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Cleans stores of what nobody needs. A cleanup first goes over the whole store and writes down what it found; only then, and
 * only if that is not too much, it hands it over to the removal queue. One cleans a backend at a time, on any instance.
 *
 * <p>Whatever it is stopped by, nothing is lost: what it has written down is a proposal, and the removal queue asks again who
 * needs an object before it removes it.
 */
@Component
class Cleanups implements RunningJobs {

    private static final Logger log = LoggerFactory.getLogger(Cleanups.class);
    private static final String KIND = "cleanup";
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final Set<CleanupState> CONFIRMABLE = EnumSet.of(CleanupState.PLANNED, CleanupState.REMOVING);

    private final CleanupRecords records;
    private final CleanupLeases leases;
    private final OrphanSearch search;
    private final OrphanRemoval removal;
    private final MissingFiles missing;
    private final StorageBackends backends;
    private final StoreOwnership ownership;
    private final CleanupSettings settings;
    private final TransactionTemplate transactions;
    private final JobMetrics metrics;
    private final Clock clock;

    Cleanups(
            CleanupRecords records,
            CleanupLeases leases,
            OrphanSearch search,
            OrphanRemoval removal,
            MissingFiles missing,
            StorageBackends backends,
            StoreOwnership ownership,
            CleanupSettings settings,
            TransactionTemplate transactions,
            JobMetrics metrics,
            Clock clock) {
        this.records = records;
        this.leases = leases;
        this.search = search;
        this.removal = removal;
        this.missing = missing;
        this.backends = backends;
        this.ownership = ownership;
        this.settings = settings;
        this.transactions = transactions;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Does what was asked, and returns when it is done.
     *
     * @throws com.psc.attachments.storage.ForeignStore if the store is another installation's
     * @throws com.psc.attachments.job.JobUnderWay if the backend is being cleaned
     * @throws TooManyOrphans if somebody is to confirm it first
     */
    CleanupReport clean(CleanupOrder order) {
        ownership.refuseForeign(backends.named(order.backend()).orElseThrow());
        return order.plan().map(plan -> confirm(order, plan)).orElseGet(() -> search(order));
    }

    private CleanupReport search(CleanupOrder order) {
        Cleanup.Question question = new Cleanup.Question(
                order.backend(),
                order.company(),
                order.orphanedOnly(),
                order.dryRun(),
                order.minAge().orElse(settings.minAge()),
                clock.instant());
        CleanupSession session = transactions.execute(status -> session(records.open(question)));
        Cleanup cleanup = session.cleanup();
        session.work(() -> {
            log.info("Cleanup {} goes over {}", cleanup.id, order.backend());
            StorageBackend backend = backendOf(cleanup);
            search.search(cleanup, backend, found -> session.step(() -> cleanup.found(records.add(cleanup, found))));
            if (!question.orphanedOnly()) {
                missing.search(session, backend);
            }
            if (question.dryRun() || isTooMuch(cleanup)) {
                session.step(() -> cleanup.state = CleanupState.PLANNED);
            } else {
                remove(session, backend);
            }
        });
        if (cleanup.state == CleanupState.PLANNED && !question.dryRun()) {
            throw new TooManyOrphans(cleanup, settings.maxShare());
        }
        return report(cleanup);
    }

    private static CleanupReport report(Cleanup cleanup) {
        CleanupReport report = CleanupReport.of(cleanup);
        log.info("{}", report.line());
        return report;
    }

    private boolean isTooMuch(Cleanup cleanup) {
        return settings.maxShare().isExceededBy(cleanup.orphans, cleanup.objectsSeen);
    }

    private CleanupReport confirm(CleanupOrder order, long plan) {
        CleanupSession session = transactions.execute(status -> session(planned(order, plan)));
        Cleanup cleanup = session.cleanup();
        session.work(() -> {
            log.info("Cleanup {} of {} is confirmed", cleanup.id, order.backend());
            cleanup.question = cleanup.question.confirmed();
            remove(session, backendOf(cleanup));
        });
        return report(cleanup);
    }

    private Cleanup planned(CleanupOrder order, long plan) {
        Cleanup cleanup = records.lock(plan)
                .orElseThrow(() -> new InvalidParameter("confirm", "names no cleanup that is still known"));
        if (cleanup.question.backend() != order.backend()) {
            throw new InvalidParameter("confirm", "is a plan for " + cleanup.question.backend());
        }
        if (order.company().isPresent() && !order.company().equals(cleanup.question.company())) {
            throw new InvalidParameter("company_id", "is not that of the plan");
        }
        if (!CONFIRMABLE.contains(cleanup.state)) {
            throw new WrongJobState(
                    "confirm", KIND + " " + plan, cleanup.state.label(), List.of(CleanupState.PLANNED.label()));
        }
        return cleanup;
    }

    private CleanupSession session(Cleanup cleanup) {
        CleanupLeases.Lease lease = leases.take(cleanup.question.backend(), cleanup.id);
        return new CleanupSession(cleanup, lease, leases, records, transactions);
    }

    private StorageBackend backendOf(Cleanup cleanup) {
        return backends.named(cleanup.question.backend()).orElseThrow();
    }

    private void remove(CleanupSession session, StorageBackend backend) {
        Cleanup cleanup = session.cleanup();
        removal.remove(session, backend);
        long folders = removal.removeEmptyFolders(cleanup, backend);
        session.step(() -> {
            cleanup.emptyFoldersRemoved += folders;
            cleanup.state = CleanupState.COMPLETED;
        });
        metrics.count(KIND, "removed", cleanup.filesRemoved, cleanup.bytesRemoved);
        metrics.count(KIND, "scheduled", cleanup.filesScheduled, cleanup.bytesScheduled);
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forget() {
        records.forgetOlderThan(clock.instant().minus(REMEMBERED));
    }

    @Override
    public List<? extends JobView> running() {
        return records.running(clock.instant()).stream().map(CleanupReport::of).toList();
    }
}
