package com.psc.attachments.job;

import java.util.Collection;
import java.util.List;

/** A job is not in a state in which that can be done to it. */
public final class WrongJobState extends RuntimeException {

    private final String state;
    private final List<String> allowed;

    /**
     * @param action such as {@code pause}
     * @param job such as {@code migration 7}
     * @param allowed the states in which it could be done
     */
    public WrongJobState(String action, String job, String state, Collection<String> allowed) {
        super("It is not possible to " + action + " " + job + " while it is " + state + ", only while it is "
                + String.join(" or ", allowed));
        this.state = state;
        this.allowed = List.copyOf(allowed);
    }

    public String state() {
        return state;
    }

    public List<String> allowed() {
        return allowed;
    }
}
