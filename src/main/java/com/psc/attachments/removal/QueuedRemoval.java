package com.psc.attachments.removal;

import com.psc.attachments.storage.StorageLocation;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that is to be removed.
 *
 * @param due from when on
 * @param attachmentId the attachment that lies or lay there, if there is one: {@link Removals#bringForward(int)} finds it by that
 */
public record QueuedRemoval(
        StorageLocation location, RemovalReason reason, Instant due, Optional<Integer> attachmentId) {}
