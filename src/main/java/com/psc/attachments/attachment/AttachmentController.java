package com.psc.attachments.attachment;

import com.psc.attachments.access.Caller;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Page;
import com.psc.attachments.request.PageLimit;
import com.psc.attachments.storage.PresignedLinks.PresignedLink;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Lists, inspects, describes, deletes and shares documents. */
@RestController
class AttachmentController {

    private final AttachmentRepository attachments;
    private final AttachmentRecords records;
    private final Downloads downloads;
    private final ContentPresence presence;
    private final SignedLinks links;
    private final AttachmentTotals totals;

    AttachmentController(
            AttachmentRepository attachments,
            AttachmentRecords records,
            Downloads downloads,
            ContentPresence presence,
            SignedLinks links,
            AttachmentTotals totals) {
        this.attachments = attachments;
        this.records = records;
        this.downloads = downloads;
        this.presence = presence;
        this.links = links;
        this.totals = totals;
    }

    @GetMapping({"/attachments/{entityType}/{entityId}", "/documents/{entityType}/{entityId}"})
    ResponseEntity<AttachmentList> list(
            @PathVariable String entityType,
            @PathVariable String entityId,
            Caller caller,
            @RequestParam("company_id") Optional<CompanyId> asked,
            @RequestParam Optional<PageLimit> limit,
            @RequestParam Optional<ListCursor> cursor) {
        CompanyId company = caller.companies().one(asked);
        EntityReference entity = new EntityReference(
                EntityType.of(entityType), ParameterFormats.integer("entity_id", entityId), company);
        PageLimit wanted = limit.orElse(new PageLimit(PageLimit.MOST));
        Page<Attachment> page = limit.isEmpty() && cursor.isEmpty()
                ? new Page<>(attachments.newestOf(entity), Optional.empty())
                : Page.of(
                        cursor.map(behind -> attachments.newestOf(entity, behind, wanted.andOneMore()))
                                .orElseGet(() -> attachments.newestOf(entity, wanted.andOneMore())),
                        wanted,
                        last -> ListCursor.behind(last).text());
        boolean isAll = cursor.isEmpty() && page.nextCursor().isEmpty();
        return page.answer()
                .body(AttachmentList.of(
                        entity,
                        page,
                        presence.of(page.entries()),
                        isAll ? Total.of(page.entries()) : totals.ofEntity(entity)));
    }

    @GetMapping("/attachments/info/{id}")
    AttachmentInfo info(
            @PathVariable AttachmentId id, Caller caller, @RequestParam("company_id") Optional<CompanyId> company) {
        return AttachmentInfo.of(downloads.find(id.value(), caller.companies().only(company)));
    }

    record Described(int id, String description, String message) {}

    @PutMapping("/attachments/{id}/description")
    Described describe(
            @PathVariable AttachmentId id,
            Caller caller,
            @RequestParam("company_id") Optional<CompanyId> company,
            HttpServletRequest request) {
        String description = Optional.ofNullable(BodyFields.of(request).get("description"))
                .orElseThrow(() -> new InvalidParameter("description", "is missing: a field of the form"));
        if (!records.describe(id.value(), caller.companies().only(company), Descriptions.checked(description))) {
            throw new UnknownAttachment(id.value());
        }
        return new Described(id.value(), description, "Description updated successfully");
    }

    record Deleted(int id, String message) {}

    @DeleteMapping({"/attachments/{id}", "/documents/{id}"})
    Deleted delete(
            @PathVariable AttachmentId id, Caller caller, @RequestParam("company_id") Optional<CompanyId> company) {
        if (!records.delete(id.value(), caller.companies().only(company))) {
            throw new UnknownAttachment(id.value());
        }
        return new Deleted(id.value(), "Attachment deleted successfully");
    }

    @GetMapping("/attachments/stats")
    AttachmentStatistics statistics(Caller caller, @RequestParam("company_id") Optional<CompanyId> company) {
        return totals.statistics(caller.companies().require(company));
    }

    record Link(URI url, Instant expiresAt) {}

    /** Its parameters come in the query, in a form or in an object of JSON. */
    @PostMapping("/attachments/{id}/links")
    Link link(
            @PathVariable AttachmentId id,
            Caller caller,
            @RequestParam("company_id") Optional<CompanyId> company,
            @RequestParam("expires_in") Optional<String> expiresIn,
            @RequestParam Optional<String> disposition,
            HttpServletRequest request) {
        Map<String, String> body = BodyFields.of(request);
        PresignedLink link = links.sign(
                downloads.find(id.value(), caller.companies().only(company)),
                disposition
                        .or(() -> Optional.ofNullable(body.get("disposition")))
                        .map(Disposition::of)
                        .orElse(Disposition.ATTACHMENT),
                expiresIn
                        .or(() -> Optional.ofNullable(body.get("expires_in")))
                        .map(AttachmentController::validity)
                        .orElse(SignedLinks.USUAL),
                ServletUriComponentsBuilder.fromCurrentContextPath());
        return new Link(link.url(), link.expiresAt());
    }

    private static Duration validity(String seconds) {
        Duration validity = Duration.ofSeconds(ParameterFormats.integer("expires_in", seconds));
        if (validity.isZero() || validity.isNegative() || validity.compareTo(SignedLinks.LONGEST) > 0) {
            throw new InvalidParameter(
                    "expires_in", "must be from 1 to " + SignedLinks.LONGEST.toSeconds() + " seconds");
        }
        return validity;
    }
}
