package com.psc.attachments.attachment;

import java.util.List;

/** All of several files of an upload were refused. */
public final class NothingAccepted extends RuntimeException {

    private final transient List<Object> problems;

    /** @param problems one a file, in their order */
    NothingAccepted(List<Object> problems) {
        super("None of the " + problems.size() + " files was accepted");
        this.problems = problems;
    }

    /** Why each was refused, rendered, in the files' order. */
    public List<Object> problems() {
        return problems;
    }
}
