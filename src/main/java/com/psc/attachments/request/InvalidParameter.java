package com.psc.attachments.request;

/** A parameter of a request is missing, or is not what it takes. */
public final class InvalidParameter extends RuntimeException {

    private final String parameter;
    private final String takes;

    /** @param takes completes the sentence that begins with the parameter's name */
    public InvalidParameter(String parameter, String takes) {
        super(parameter + " " + takes);
        this.parameter = parameter;
        this.takes = takes;
    }

    public String parameter() {
        return parameter;
    }

    /** What completes the sentence that begins with the parameter's name. */
    public String takes() {
        return takes;
    }
}
