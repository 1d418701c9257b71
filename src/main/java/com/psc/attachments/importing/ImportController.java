package com.psc.attachments.importing;

import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.JobAnswer;
import com.psc.attachments.job.JobEvents;
import com.psc.attachments.request.IdCursor;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import com.psc.attachments.request.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
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

/** Runs: starts them, shows them and what became of their documents, and does to them what operators ask. */
@RestController
@RequestMapping("/storage/imports")
class ImportController {

    private final DocumentImports imports;
    private final ImportRecords records;
    private final ImportForecast forecast;
    private final DrivenRuns runs;
    private final JobEvents events;

    ImportController(
            DocumentImports imports,
            ImportRecords records,
            ImportForecast forecast,
            DrivenRuns importRuns,
            JobEvents events) {
        this.imports = imports;
        this.records = records;
        this.forecast = forecast;
        this.runs = importRuns;
        this.events = events;
    }

    @PostMapping
    ResponseEntity<?> start(HttpServletRequest request) {
        Parameters parameters = Parameters.of(request, "company_id", "dry_run");
        ImportOrder order = ImportOrder.of(parameters);
        if (parameters.flag("dry_run")) {
            return ResponseEntity.ok(forecast.of(order));
        }
        DocumentImport run = imports.start(order);
        return JobAnswer.of(ImportView.of(run), DocumentImport.address(run.id()));
    }

    record ImportList(List<ImportView> imports, @Nullable String nextCursor) {}

    @GetMapping
    ResponseEntity<ImportList> list(
            @RequestParam Optional<String> state,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<IdCursor> cursor) {
        PageLimit wanted = limit.orElse(PageLimit.USUAL);
        Page<DocumentImport> page = Page.of(
                records.before(
                        cursor.map(IdCursor::behind).orElse(Long.MAX_VALUE),
                        state.map(label ->
                                Parameters.read("state", label, State::labelled, "must be one of " + State.LABELS)),
                        wanted.andOneMore()),
                wanted,
                last -> new IdCursor(last.id()).text());
        return page.answer()
                .body(new ImportList(
                        page.entries().stream().map(ImportView::of).toList(),
                        page.nextCursor().orElse(null)));
    }

    @GetMapping("/{id}")
    ImportView show(@PathVariable long id) {
        return ImportView.of(imports.find(id));
    }

    record ItemList(
            long importId, List<ItemView> items, @Nullable String nextCursor) {}

    @GetMapping("/{id}/items")
    ResponseEntity<ItemList> items(
            @PathVariable long id,
            @RequestParam Optional<String> state,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<IdCursor> cursor) {
        PageLimit wanted = limit.orElse(PageLimit.USUAL);
        Page<ImportItem> page = Page.of(
                records.items(
                        imports.find(id).id(),
                        cursor.map(IdCursor::behind).orElse(0L),
                        state.map(label -> Parameters.read(
                                "state", label, ItemState::labelled, "must be one of " + ItemState.LABELS)),
                        wanted.andOneMore()),
                wanted,
                last -> new IdCursor(last.documentId()).text());
        return page.answer()
                .body(new ItemList(
                        id,
                        page.entries().stream().map(ItemView::of).toList(),
                        page.nextCursor().orElse(null)));
    }

    @PostMapping("/{id}/pause")
    ResponseEntity<ImportView> pause(@PathVariable long id) {
        return done(runs::pause, id);
    }

    @PostMapping("/{id}/resume")
    ResponseEntity<ImportView> resume(@PathVariable long id) {
        return done(runs::resume, id);
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<ImportView> cancel(@PathVariable long id) {
        return done(runs::cancel, id);
    }

    @PostMapping("/{id}/retry-failed")
    ResponseEntity<ImportView> retryFailed(@PathVariable long id) {
        return done(imports::retryFailed, id);
    }

    @PostMapping("/{id}/finalize")
    ResponseEntity<ImportView> finalizeRun(@PathVariable long id) {
        return done(imports::finalizeRun, id);
    }

    private ResponseEntity<ImportView> done(LongConsumer action, long id) {
        action.accept(id);
        return JobAnswer.of(show(id), DocumentImport.address(id));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> events(@PathVariable long id) {
        show(id);
        return events.asServerSentEvents(DocumentImport.address(id), () -> show(id));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<ResponseBodyEmitter> eventsAsText(@PathVariable long id) {
        show(id);
        return events.asText(DocumentImport.address(id), () -> show(id));
    }
}
