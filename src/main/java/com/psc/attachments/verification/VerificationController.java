package com.psc.attachments.verification;

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

/** Runs: starts them, shows them and what they found, and does to them what operators ask. */
@RestController
@RequestMapping("/storage/verifications")
class VerificationController {

    private final Verifications verifications;
    private final VerificationOrders orders;
    private final VerificationRecords records;
    private final DrivenRuns runs;
    private final JobEvents events;

    VerificationController(
            Verifications verifications,
            VerificationOrders orders,
            VerificationRecords records,
            DrivenRuns verificationRuns,
            JobEvents events) {
        this.verifications = verifications;
        this.orders = orders;
        this.records = records;
        this.runs = verificationRuns;
        this.events = events;
    }

    @PostMapping
    ResponseEntity<VerificationView> start(HttpServletRequest request) {
        Parameters parameters = Parameters.of(request, "storage_backend", "company_id", "sample", "ids");
        Verification run = verifications.start(orders.of(parameters));
        return JobAnswer.of(VerificationView.of(run), Verification.address(run.id()));
    }

    record VerificationList(
            List<VerificationView> verifications, @Nullable String nextCursor) {}

    @GetMapping
    ResponseEntity<VerificationList> list(
            @RequestParam Optional<String> state,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<IdCursor> cursor) {
        PageLimit wanted = limit.orElse(PageLimit.USUAL);
        Page<Verification> page = Page.of(
                records.before(
                        cursor.map(IdCursor::behind).orElse(Long.MAX_VALUE),
                        state.map(label ->
                                Parameters.read("state", label, State::labelled, "must be one of " + State.LABELS)),
                        wanted.andOneMore()),
                wanted,
                last -> new IdCursor(last.id()).text());
        return page.answer()
                .body(new VerificationList(
                        page.entries().stream().map(VerificationView::of).toList(),
                        page.nextCursor().orElse(null)));
    }

    @GetMapping("/{id}")
    VerificationView show(@PathVariable long id) {
        return VerificationView.of(verifications.find(id));
    }

    record ItemList(
            long verificationId,
            List<FindingView> items,
            @Nullable String nextCursor) {}

    /** Only those with which something is wrong. */
    @GetMapping("/{id}/items")
    ResponseEntity<ItemList> items(
            @PathVariable long id,
            @RequestParam Optional<String> state,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<IdCursor> cursor) {
        PageLimit wanted = limit.orElse(PageLimit.USUAL);
        Page<Finding> page = Page.of(
                records.findings(
                        verifications.find(id).id(),
                        cursor.map(IdCursor::behind).map(Math::toIntExact).orElse(0),
                        state.map(label -> Parameters.read(
                                "state", label, FindingState::labelled, "must be one of " + FindingState.LABELS)),
                        wanted.andOneMore()),
                wanted,
                last -> new IdCursor(last.attachmentId()).text());
        return page.answer()
                .body(new ItemList(
                        id,
                        page.entries().stream().map(FindingView::of).toList(),
                        page.nextCursor().orElse(null)));
    }

    @PostMapping("/{id}/pause")
    ResponseEntity<VerificationView> pause(@PathVariable long id) {
        return done(runs::pause, id);
    }

    @PostMapping("/{id}/resume")
    ResponseEntity<VerificationView> resume(@PathVariable long id) {
        return done(runs::resume, id);
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<VerificationView> cancel(@PathVariable long id) {
        return done(runs::cancel, id);
    }

    private ResponseEntity<VerificationView> done(LongConsumer action, long id) {
        action.accept(id);
        return JobAnswer.of(show(id), Verification.address(id));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> events(@PathVariable long id) {
        show(id);
        return events.asServerSentEvents(Verification.address(id), () -> show(id));
    }

    @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<ResponseBodyEmitter> eventsAsText(@PathVariable long id) {
        show(id);
        return events.asText(Verification.address(id), () -> show(id));
    }
}
