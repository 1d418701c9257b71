package com.psc.attachments.access;

/**
 * Who makes a request. Controllers take it as a parameter.
 *
 * @param name for the log; not unique
 */
public record Caller(String name, Role role, Companies companies) {

    /** Whoever calls while nobody is asked who he is. */
    static final Caller ANYBODY = operator("anybody");

    static Caller operator(String name) {
        return new Caller(name, Role.OPERATOR, Companies.ALL);
    }
}
