package com.psc.attachments.removal;

import com.psc.attachments.job.UnknownJob;
import com.psc.attachments.job.WrongJobState;
import com.psc.attachments.request.IdCursor;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators what is to be removed, and lets them keep it. */
@RestController
class RemovalController {

    private final RemovalRecords records;

    RemovalController(RemovalRecords records) {
        this.records = records;
    }

    record RemovalList(List<Removal> removals, @Nullable String nextCursor) {}

    @GetMapping("/storage/removals")
    ResponseEntity<RemovalList> list(
            @RequestParam Optional<String> state,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<IdCursor> cursor) {
        PageLimit most = limit.orElse(PageLimit.USUAL);
        Page<Removal> page = Page.of(
                records.newestBefore(
                        cursor.map(IdCursor::behind).orElse(Long.MAX_VALUE),
                        state.map(RemovalState::of).orElse(null),
                        most.andOneMore()),
                most,
                last -> new IdCursor(last.id()).text());
        return page.answer()
                .body(new RemovalList(page.entries(), page.nextCursor().orElse(null)));
    }

    @PostMapping("/storage/removals/{id}/cancel")
    Removal cancel(@PathVariable long id) {
        boolean cancelled = records.cancel(id);
        Removal removal = records.find(id).orElseThrow(() -> new UnknownJob("removal", id));
        if (!cancelled) {
            throw new WrongJobState(
                    "cancel", "removal " + id, removal.state(), List.of(RemovalState.SCHEDULED.label()));
        }
        return removal;
    }
}
