package com.psc.attachments.request;

/** A parameter of a request is missing, or is not what it takes. */
public final class InvalidParameter extends RuntimeException {

    private final String parameter;

    /** @param takes completes the sentence that begins with the parameter's name */
    public InvalidParameter(String parameter, String takes) {
        super(parameter + " " + takes);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
