package com.psc.attachments.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What this process is among those that work on the database. */
@ConfigurationProperties("psc.instance")
public record Instance(@DefaultValue("server") Kind kind) {

    public enum Kind {
        SERVER,
        /**
         * It does what somebody asks for on a command line, beside servers that may be of another version or have other settings:
         * what all instances share stays as the servers have it.
         */
        COMMAND
    }

    public boolean isServer() {
        return kind == Kind.SERVER;
    }
}
