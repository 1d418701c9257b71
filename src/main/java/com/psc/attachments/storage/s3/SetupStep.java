package com.psc.attachments.storage.s3;

import java.util.Optional;

/** One thing that is to be so before files are kept in a bucket. Its methods throw {@link RequestFailed} or a StorageException. */
interface SetupStep {

    /** What it is about, in a word or two. */
    String name();

    /** Why it has no place here; empty if it has. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** How it is, if that is as it should be; empty if it is not. */
    Optional<String> fulfilled();

    /** Has it be so. What others made of the same thing stays. */
    void fulfil();
}
