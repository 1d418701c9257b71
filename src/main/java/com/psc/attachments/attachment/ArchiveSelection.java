package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.access.UnknownCompany;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.request.Parameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Which of a company's documents an archive is to hold: those that meet all conditions that are given.
 *
 * @param from the first moment of their uploads
 * @param until the moment before which they were uploaded
 * @param ids if any are named, no others
 */
record ArchiveSelection(
        CompanyId company,
        Optional<EntityType> entityType,
        Optional<Integer> entityId,
        Optional<Instant> from,
        Optional<Instant> until,
        List<Integer> ids) {

    private static final int MOST_IDS = 1_000;
    private static final String TIME = "must be a day, such as 2026-01-31, or a time, such as 2026-01-31T12:00:00Z";
    private static final int LAST_YEAR = 9_999;

    /**
     * @param companies those that it may be about
     * @throws InvalidParameter if a parameter is missing, unknown or wrong, or contradicts another
     * @throws UnknownCompany if it is about another company
     */
    static ArchiveSelection of(HttpServletRequest request, Companies companies) {
        Parameters parameters = Parameters.of(request, "company_id", "entity_type", "entity_id", "from", "to", "ids");
        ArchiveSelection selection = new ArchiveSelection(
                companies.one(parameters.value("company_id", CompanyId::of, "must be an integer that is not negative")),
                parameters.value("entity_type", EntityType::of, ""),
                parameters.value("entity_id", Integer::valueOf, "must be an integer"),
                parameters.value("from", text -> time(text, 0), TIME),
                parameters.value("to", text -> time(text, 1), TIME),
                parameters.values("ids", Integer::valueOf, "must be integers, separated by commas").stream()
                        .distinct()
                        .toList());
        if (selection.entityId().isPresent() && selection.entityType().isEmpty()) {
            throw new InvalidParameter("entity_type", "is missing: entity_id alone names no entity");
        }
        selection
                .until()
                .filter(end -> !selection.from().orElse(Instant.MIN).isBefore(end))
                .ifPresent(end -> {
                    throw new InvalidParameter("to", "must be behind from");
                });
        if (selection.ids().size() > MOST_IDS) {
            throw new InvalidParameter("ids", "must be at most " + MOST_IDS);
        }
        return selection;
    }

    /** @param daysBehind how many days after its beginning a day is meant, where no time is given */
    private static Instant time(String text, int daysBehind) {
        try {
            Instant time = text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text)
                            .plusDays(daysBehind)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year < 1 || year > LAST_YEAR) {
                throw new IllegalArgumentException("Out of the calendar");
            }
            return time;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
