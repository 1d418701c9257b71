package com.psc.attachments.attachment;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param signingKey LINK_SIGNING_KEY: what this service's own links are signed with; empty to use the key kept in DATA_DIR.
 *     Instances that answer for each other need the same
 */
@ConfigurationProperties("psc.links")
record LinkSettings(@DefaultValue("") String signingKey) {

    private static final int SHORTEST_KEY = 32;

    LinkSettings {
        if (!signingKey.isEmpty() && signingKey.length() < SHORTEST_KEY) {
            throw new IllegalArgumentException("LINK_SIGNING_KEY must have at least " + SHORTEST_KEY + " characters");
        }
    }
}
