package com.psc.attachments.command;

import java.util.Optional;

/**
 * What is started for a command. The settings are there in either case.
 *
 * @param only the configuration whose beans it needs; empty for the whole service
 */
public record Start(Optional<Class<?>> only) {

    /**
     * An instance of the service that answers no requests. It works beside other instances on the same database, as one of them,
     * takes part in their background work, and changes neither the database's schema nor whether row-level security is on.
     */
    public static final Start SERVICE = new Start(Optional.empty());

    /**
     * The beans of that configuration and nothing else.
     *
     * @param configuration not annotated as such: the service finds all that are, and has no use for a command's
     */
    public static Start only(Class<?> configuration) {
        return new Start(Optional.of(configuration));
    }
}
