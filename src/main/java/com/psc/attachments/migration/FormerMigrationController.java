package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.JobWaits;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.request.Preference;
import com.psc.attachments.storage.BackendName;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** The former backend's call, and its twin: start a run and wait for its end, as long as the caller prefers. */
@RestController
class FormerMigrationController {

    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(30);
    private static final int MOST_ERRORS = 100;

    private final Migrations migrations;
    private final MigrationJournal journal;
    private final DryRun dryRun;
    private final JobWaits waits;
    private final MigrationOrders orders;

    FormerMigrationController(
            Migrations migrations, MigrationJournal journal, DryRun dryRun, JobWaits waits, MigrationOrders orders) {
        this.migrations = migrations;
        this.journal = journal;
        this.dryRun = dryRun;
        this.waits = waits;
        this.orders = orders;
    }

    record MigrationResult(long totalFiles, long migrated, long failed, List<String> errors) {}

    /** The former body, and which run it tells of. */
    record Migrated(
            boolean dryRun,
            MigrationResult migrationResult,
            @Nullable Integer companyId,
            String message,
            MigrationView migration) {}

    @PostMapping("/storage/migrate-to-s3")
    Object toS3(HttpServletRequest request) throws InterruptedException {
        return move(BackendName.S3, request);
    }

    @PostMapping("/storage/migrate-to-local")
    Object toLocal(HttpServletRequest request) throws InterruptedException {
        return move(BackendName.LOCAL, request);
    }

    private Object move(BackendName target, HttpServletRequest request) throws InterruptedException {
        Parameters parameters = Parameters.of(request, "company_id", "dry_run");
        MigrationOrder order = orders.to(target, parameters);
        if (parameters.flag("dry_run")) {
            return ResponseEntity.ok(dryRun.forecast(order));
        }
        Preference preference = Preference.of(request);
        Migration run = migrations.start(order);
        DeferredResult<ResponseEntity<Migrated>> result = waits.answerOnceItRests(
                Migration.address(run.id()),
                () -> MigrationView.of(migrations.find(run.id())),
                preference.patience().orElse(USUAL_PATIENCE),
                view -> answer(view, preference));
        return result;
    }

    private ResponseEntity<Migrated> answer(MigrationView view, Preference preference) {
        Migration run = migrations.find(view.id());
        HttpHeaders headers = new HttpHeaders();
        headers.setLocation(URI.create(Migration.address(run.id())));
        preference.announce(headers);
        boolean ended = view.stage() == JobView.Stage.ENDED;
        Migrated body = new Migrated(
                false,
                new MigrationResult(
                        view.totalFiles(),
                        view.migratedFiles(),
                        view.failedFiles(),
                        journal.failures(run, MOST_ERRORS)),
                run.company().map(CompanyId::value).orElse(null),
                "Migration " + view.state() + ": " + view.migratedFiles() + " of " + view.totalFiles()
                        + " files moved to " + view.target(),
                view);
        return new ResponseEntity<>(body, headers, ended ? HttpStatus.OK : HttpStatus.ACCEPTED);
    }
}
