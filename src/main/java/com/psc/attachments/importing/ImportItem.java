package com.psc.attachments.importing;

import com.psc.attachments.content.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run's journal says of one document.
 *
 * @param company the document's, if its row names one
 * @param sourceBytes its size by its row
 * @param reason why it failed or was kept, for an operator
 * @param became the attachment that it became, if it did
 */
record ImportItem(
        long documentId,
        Optional<Integer> company,
        long sourceBytes,
        ItemState state,
        Optional<String> reason,
        Optional<Became> became,
        Instant updatedAt) {

    /**
     * @param bytes of the attachment, as is its SHA-256
     * @param storedSha256 of what lay in the row or the folder
     * @param fingerprint of the row but for its content
     */
    record Became(int attachmentId, long bytes, Sha256 sha256, Sha256 storedSha256, String fingerprint) {}
}
