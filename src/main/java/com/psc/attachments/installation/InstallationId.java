package com.psc.attachments.installation;

import java.util.UUID;

/** The identity of an installation: made once with its database, the same for all instances and for ever. */
public record InstallationId(UUID value) {

    /** The name under which objects' metadata says to which installation they belong. */
    public static final String METADATA = "installation";

    /** @throws IllegalArgumentException if the text is no such id */
    public static InstallationId of(String text) {
        return new InstallationId(UUID.fromString(text.strip()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
