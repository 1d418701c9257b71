package com.psc.attachments.maintenance;

import com.psc.attachments.job.UnknownJob;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import com.psc.attachments.request.Parameters;
import com.psc.attachments.storage.StorageBackends;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Cleans stores when operators ask for it, and shows them what is to go. */
@RestController
class CleanupController {

    private final Cleanups cleanups;
    private final CleanupRecords records;
    private final StorageBackends backends;

    CleanupController(Cleanups cleanups, CleanupRecords records, StorageBackends backends) {
        this.cleanups = cleanups;
        this.records = records;
        this.backends = backends;
    }

    @PostMapping("/storage/cleanup")
    CleanupReport clean(HttpServletRequest request) {
        return cleanups.clean(CleanupOrder.of(Parameters.of(request, CleanupOrder.NAMES), backends));
    }

    @GetMapping("/storage/cleanup/{id}")
    CleanupReport show(@PathVariable long id) {
        return CleanupReport.of(records.find(id).orElseThrow(() -> new UnknownJob("cleanup", id)));
    }

    record OrphanList(
            long planId, List<Orphan> orphans, @Nullable String nextCursor) {}

    /** What the cleanup has found and not handed over to the removal queue, by name. */
    @GetMapping("/storage/cleanup/{id}/orphans")
    ResponseEntity<OrphanList> orphans(
            @PathVariable long id, @RequestParam Optional<PageLimit> limit, @RequestParam Optional<String> cursor) {
        show(id);
        PageLimit most = limit.orElse(PageLimit.USUAL);
        Page<Orphan> page = Page.of(
                records.orphansBehind(id, cursor.map(CleanupController::name).orElse(""), most.andOneMore()),
                most,
                last -> cursor(last.name()));
        return page.answer()
                .body(new OrphanList(id, page.entries(), page.nextCursor().orElse(null)));
    }

    private static String cursor(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String name(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).replace("\0", "");
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("cursor", "must be one from the Link of an earlier page");
        }
    }
}
