package com.psc.attachments.verification;

import com.psc.attachments.attachment.RecordedContent;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a run has come.
 *
 * @param verifiedAt empty as long as it is about files in order of their ids
 * @param id behind that attachment, of those that were verified at that moment
 */
record Position(Optional<Instant> verifiedAt, int id) {

    static final Position BEGIN = new Position(Optional.empty(), 0);

    /** Before all that were verified at any time. */
    static final Position FIRST_VERIFIED = new Position(Optional.of(Instant.EPOCH), 0);

    Position behind(RecordedContent content) {
        return new Position(verifiedAt.flatMap(any -> content.verifiedAt()), content.id());
    }
}
