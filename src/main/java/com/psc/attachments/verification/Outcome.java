package com.psc.attachments.verification;

import com.psc.attachments.content.Sha256;
import java.util.Optional;

/** What came of trying to read a file again. */
sealed interface Outcome {

    /** What lies there, whole. */
    record Content(long length, Sha256 sha256) {}

    /** It is what was stored. */
    record Intact(Content content) implements Outcome {}

    /** Something is wrong with it. */
    record Wrong(FindingState state, Optional<Content> found, String reason) implements Outcome {}

    /** Its store did not answer, or broke off. */
    record Unanswered(String reason) implements Outcome {}

    /** Its store answers nobody. */
    record StoreAway(String reason) implements Outcome {}

    /** Reading was given up, since the run is not to go on. */
    record Abandoned() implements Outcome {}
}
