package com.psc.attachments.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The role that the service signs in to the database as, and whether row-level security binds it. */
@Component
public class BoundRole {

    private static final Logger log = LoggerFactory.getLogger(BoundRole.class);

    private final JdbcClient jdbc;
    private final AccessSettings settings;

    BoundRole(JdbcClient jdbc, AccessSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /** @throws DataAccessException if the database does not tell */
    public boolean isBound() {
        return jdbc.sql("select not (rolsuper or rolbypassrls) from pg_roles where rolname = current_user")
                .query(Boolean.class)
                .single();
    }

    @EventListener(ApplicationReadyEvent.class)
    void tellIfItIsNot() {
        if (settings.mode() == AccessSettings.Mode.REQUIRED && !isBound()) {
            log.warn("The database's row-level security does not bind the role that this service signs in as: it is a"
                    + " superuser, or has BYPASSRLS. Companies are kept apart by the service alone. Let DATABASE_URL name a"
                    + " plain role that owns the tables");
        }
    }
}
