package com.psc.attachments.attachment;

/** A parameter of a request is missing, or is not what it takes. */
public final class InvalidParameter extends RuntimeException {

    private final String parameter;

    InvalidParameter(String parameter, String takes) {
        super(parameter + " " + takes);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
