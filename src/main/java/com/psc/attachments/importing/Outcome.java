package com.psc.attachments.importing;

/** What came of work on a document. What is settled is on record already. */
sealed interface Outcome {

    /** It is verified, or has failed for good. */
    record Settled() implements Outcome {}

    /** Something that is needed did not answer, or the document changed meanwhile. */
    record Unanswered(String reason) implements Outcome {}

    /** The store, the scanner or the database answers nobody. */
    record Away(String reason) implements Outcome {}

    /** It was given up, since the run is not to go on. */
    record Abandoned() implements Outcome {}
}
