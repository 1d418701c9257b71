package com.psc.attachments.migration;

import com.psc.attachments.job.JobAnswer;
import com.psc.attachments.job.JobEvents;
import com.psc.attachments.request.IdCursor;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import com.psc.attachments.request.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Runs: starts them, shows them, and does to them what operators ask. */
@RestController
@RequestMapping("/storage/migrations")
class MigrationController {

    private final Migrations migrations;
    private final MigrationRuns runs;
    private final MigrationJournal journal;
    private final MigrationReport report;
    private final DryRun dryRun;
    private final JobEvents events;
    private final MigrationOrders orders;

    MigrationController(
            Migrations migrations,
            MigrationRuns runs,
            MigrationJournal journal,
            MigrationReport report,
            DryRun dryRun,
            JobEvents events,
            MigrationOrders orders) {
        this.migrations = migrations;
        this.runs = runs;
        this.journal = journal;
        this.report = report;
        this.dryRun = dryRun;
        this.events = events;
        this.orders = orders;
    }

    @PostMapping
    ResponseEntity<?> start(HttpServletRequest request) throws InterruptedException {
        Parameters parameters = Parameters.of(request, "source", "target", "company_id", "dry_run");
        MigrationOrder order = orders.of(parameters);
        if (parameters.flag("dry_run")) {
            return ResponseEntity.ok(dryRun.forecast(order));
        }
        Migration run = migrations.start(order);
        return JobAnswer.of(MigrationView.of(run), Migration.address(run.id()));
    }

    record MigrationList(
            List<MigrationView> migrations, @Nullable String nextCursor) {}

    @GetMapping
    ResponseEntity<MigrationList> list(
            @RequestParam Optional<String> state,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<IdCursor> cursor) {
        PageLimit wanted = limit.orElse(PageLimit.USUAL);
        Page<Migration> page = Page.of(
                runs.before(
                        cursor.map(IdCursor::behind).orElse(Long.MAX_VALUE),
                        state.map(label -> Parameters.read(
                                "state", label, MigrationState::labelled, "must be one of " + MigrationState.LABELS)),
                        wanted.andOneMore()),
                wanted,
                last -> new IdCursor(last.id()).text());
        return page.answer()
                .body(new MigrationList(
                        page.entries().stream().map(MigrationView::of).toList(),
                        page.nextCursor().orElse(null)));
    }

    @GetMapping("/{id}")
    MigrationView show(@PathVariable long id) {
        return MigrationView.of(migrations.find(id));
    }

    record ItemList(
            long migrationId,
            List<ItemView> items,
            @Nullable String nextCursor) {}

    @GetMapping("/{id}/items")
    ResponseEntity<ItemList> items(
            @PathVariable long id,
            @RequestParam Optional<String> state,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<IdCursor> cursor) {
        PageLimit wanted = limit.orElse(PageLimit.USUAL);
        Page<MigrationItem> page = Page.of(
                journal.behind(
                        migrations.find(id),
                        cursor.map(IdCursor::behind).map(Math::toIntExact).orElse(0),
                        state.map(label -> Parameters.read(
                                "state", label, ItemState::labelled, "must be one of " + ItemState.LABELS)),
                        wanted.andOneMore()),
                wanted,
                last -> new IdCursor(last.attachmentId()).text());
        return page.answer()
                .body(new ItemList(
                        id,
                        page.entries().stream().map(ItemView::of).toList(),
                        page.nextCursor().orElse(null)));
    }

    @PostMapping("/{id}/pause")
    ResponseEntity<MigrationView> pause(@PathVariable long id) {
        return done(migrations::pause, id);
    }

    @PostMapping("/{id}/resume")
    ResponseEntity<MigrationView> resume(@PathVariable long id) {
        return done(migrations::resume, id);
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<MigrationView> cancel(@PathVariable long id) {
        return done(migrations::cancel, id);
    }

    @PostMapping("/{id}/retry-failed")
    ResponseEntity<MigrationView> retryFailed(@PathVariable long id) {
        return done(migrations::retryFailed, id);
    }

    @PostMapping("/{id}/rollback")
    ResponseEntity<MigrationView> rollBack(@PathVariable long id) {
        return done(migrations::rollBack, id);
    }

    @PostMapping("/{id}/finalize")
    ResponseEntity<MigrationView> finalizeRun(@PathVariable long id) {
        return done(migrations::finalizeRun, id);
    }

    private static ResponseEntity<MigrationView> done(LongFunction<Migration> action, long id) {
        return JobAnswer.of(MigrationView.of(action.apply(id)), Migration.address(id));
    }

    @GetMapping(path = "/{id}/report", produces = MediaType.APPLICATION_JSON_VALUE)
    void report(@PathVariable long id, HttpServletResponse response) throws IOException {
        Migration run = migrations.find(id);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        report.write(run, response.getOutputStream());
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> events(@PathVariable long id) {
        show(id);
        return events.asServerSentEvents(Migration.address(id), () -> show(id));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<ResponseBodyEmitter> eventsAsText(@PathVariable long id) {
        show(id);
        return events.asText(Migration.address(id), () -> show(id));
    }
}
