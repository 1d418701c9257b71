package com.psc.attachments.importing;

import com.psc.attachments.attachment.Intake;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of the table, as it is but for its content.
 *
 * @param size of the content, as the row has it
 * @param place where it says that its content is, in lower case
 * @param storedBytes the length of the content in the row; empty if there is none
 * @param removed the attachment that a document of this id became, whose row an import has removed
 * @param version changes with every change of the row
 * @param fingerprint of what the row says, but for its content; stays the same as long as that does
 */
record FormerDocument(
        long id,
        Optional<String> entityType,
        Optional<Integer> entityId,
        Optional<Integer> company,
        Optional<String> filename,
        Optional<String> originalFilename,
        Optional<Long> size,
        Optional<String> mimeType,
        Optional<Instant> createdAt,
        Optional<String> place,
        Optional<String> path,
        Optional<Integer> storedBytes,
        Optional<Integer> removed,
        String version,
        String fingerprint) {

    /** What it counts for, where bytes are counted before its content is known. */
    long weight() {
        return Math.max(0, size.orElse(storedBytes.map(Integer::longValue).orElse(0L)));
    }

    /** @throws DocumentUnusable if its id stands for an imported document whose row was removed */
    void requireNew() {
        removed.ifPresent(attachment -> {
            throw new DocumentUnusable("A document of this id became attachment " + attachment
                    + ", and its row was removed: this is another one, or the same put back");
        });
    }

    String name() {
        return originalFilename
                .filter(name -> !name.isBlank())
                .or(() -> filename)
                .orElseThrow(() -> new DocumentUnusable("Its row names no file"));
    }

    /** @throws DocumentUnusable if the row lacks something */
    Intake.Document forIntake() {
        return new Intake.Document(
                entityType.orElseThrow(() -> new DocumentUnusable("Its row names no entity_type")),
                entityId.orElseThrow(() -> new DocumentUnusable("Its row names no entity_id")),
                company.orElseThrow(() -> new DocumentUnusable("Its row names no company_id")),
                name(),
                mimeType,
                createdAt);
    }
}
