package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Duplicates;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import com.psc.attachments.request.PairCursor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists what a company keeps more than once, and what that costs. */
@RestController
class DuplicatesController {

    private final Duplicates duplicates;

    DuplicatesController(Duplicates duplicates) {
        this.duplicates = duplicates;
    }

    /** The spare files are all but one of each group; they are counted over all pages. */
    record Answer(
            int companyId,
            List<Group> duplicates,
            long spareFiles,
            long spareBytes,
            String spareHuman,
            @Nullable String nextCursor) {}

    record Group(
            String sha256,
            long files,
            long fileSize,
            String fileSizeHuman,
            long spareBytes,
            String spareHuman,
            List<Integer> ids) {

        static Group of(Duplicates.Group group) {
            return new Group(
                    group.sha256(),
                    group.files(),
                    group.fileSize(),
                    HumanSize.of(group.fileSize()),
                    group.spareBytes(),
                    HumanSize.of(group.spareBytes()),
                    group.ids());
        }
    }

    @GetMapping("/storage/duplicates")
    ResponseEntity<Answer> duplicates(
            @RequestParam("company_id") CompanyId company,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<PairCursor> cursor) {
        Page<Duplicates.Group> page = duplicates.of(company, limit.orElse(PageLimit.USUAL), cursor);
        Total spare = duplicates.spareOf(company);
        return page.answer()
                .body(new Answer(
                        company.value(),
                        page.entries().stream().map(Group::of).toList(),
                        spare.files(),
                        spare.bytes(),
                        HumanSize.of(spare.bytes()),
                        page.nextCursor().orElse(null)));
    }
}
