package com.psc.attachments.settings;

/** The file of settings cannot be understood. The message names the file and the line, and repeats nothing of it. */
class UnreadableSettings extends RuntimeException {

    UnreadableSettings(String message) {
        super(message);
    }

    UnreadableSettings(String message, Throwable cause) {
        super(message, cause);
    }
}
