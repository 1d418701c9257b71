package com.psc.attachments.attachment;

import com.psc.attachments.content.OriginalName;
import com.psc.attachments.content.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file that a client wants to store, before its bytes have been looked at.
 *
 * @param declaredType the media type that the client states
 * @param declaredLength in bytes, if the client states it
 * @param declaredDigest what the content must have, if the client states it
 */
record UploadRequest(
        EntityReference entity,
        OriginalName name,
        Optional<String> declaredType,
        OptionalLong declaredLength,
        Optional<Sha256> declaredDigest,
        Optional<IdempotencyKey> idempotencyKey) {

    /** A digest of what is asked for, apart from the content: equal for repetitions of a request. */
    Sha256 fingerprint() {
        String asked = entity.type() + "\n" + entity.entityId() + "\n" + entity.company() + "\n" + name.value();
        return Sha256.of(Sha256.digester().digest(asked.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
