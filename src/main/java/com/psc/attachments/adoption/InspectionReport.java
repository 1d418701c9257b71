package com.psc.attachments.adoption;

import com.psc.attachments.adoption.FormerDocuments.Kept;
import com.psc.attachments.adoption.Obstacles.Obstacle;
import com.psc.attachments.adoption.SchemaCheck.Standing;
import com.psc.attachments.adoption.Tally.CompanyRows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was found in a former installation. Its members are those of the JSON document.
 *
 * @param uploadDir as an absolute path
 * @param attachments empty if their table cannot be read
 * @param documents empty if there is no table of them
 */
record InspectionReport(
        String database,
        String uploadDir,
        Schema schema,
        Optional<Attachments> attachments,
        Optional<Documents> documents) {

    /**
     * Whether the database is this service's, or can be.
     *
     * @param standing {@code begins}, {@code former}, {@code earlier}, {@code adopted} or {@code refused}
     * @param refusal why it cannot, and {@code advice} what to do about it; both are there if it is refused
     * @param obstacles rows for which the table cannot be adopted
     */
    record Schema(String standing, Optional<String> refusal, Optional<String> advice, List<Obstacle> obstacles) {

        static Schema of(Standing standing, List<Obstacle> obstacles) {
            return new Schema(standing.name().toLowerCase(Locale.ROOT), Optional.empty(), Optional.empty(), obstacles);
        }

        static Schema of(AdoptionRefused refused) {
            return new Schema(
                    "refused", Optional.ofNullable(refused.getMessage()), Optional.of(refused.action()), List.of());
        }

        boolean isUsable() {
            return refusal.isEmpty() && obstacles.isEmpty();
        }
    }

    /** @param found whose file is as the row says */
    record Attachments(
            long rows,
            long bytes,
            long found,
            List<CompanyRows> companies,
            List<Store> stores,
            List<Finding> findings) {}

    /** @param problem why not all could be told; empty if all was */
    record Store(String store, long rows, Optional<String> problem) {}

    /**
     * @param kinds by where the content is
     * @param found of those in files, whose file is as the row says
     * @param problem why not all could be told; empty if all was
     */
    record Documents(List<Kept> kinds, long found, List<Finding> findings, Optional<String> problem) {}

    /** Whether there is something that somebody should look at before the service starts here. */
    boolean hasFindings() {
        return !schema.isUsable()
                || attachments
                        .filter(table -> !table.findings().isEmpty()
                                || table.stores().stream()
                                        .anyMatch(store -> store.problem().isPresent()))
                        .isPresent()
                || documents
                        .filter(table ->
                                !table.findings().isEmpty() || table.problem().isPresent())
                        .isPresent();
    }
}
