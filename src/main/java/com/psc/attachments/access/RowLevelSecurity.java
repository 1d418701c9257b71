package com.psc.attachments.access;

import com.psc.attachments.database.Instance;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The database's own wall between companies: it stands while callers are asked who they are, and binds the tables' owner too, as
 * whom the service signs in. While nobody is asked there is nobody to keep out, and the accounting application and its backups use
 * the tables as if there were none.
 */
@Component
@DependsOnDatabaseInitialization
public class RowLevelSecurity {

    private static final Logger log = LoggerFactory.getLogger(RowLevelSecurity.class);

    private static final String OTHERWISE = """
            select relname from pg_class
            where relnamespace = current_schema()::regnamespace
                and oid in (select polrelid from pg_policy where polname = 'companies_in_sight')
                and (relrowsecurity <> :wanted or relforcerowsecurity <> :wanted)
            order by relname""";

    /** Whether it keeps anything from the service. */
    public enum Standing {
        /** Nobody is asked who he is. */
        OFF,
        BINDING,
        /** The role that the service signs in as is a superuser, or has {@code BYPASSRLS}. */
        BYPASSED
    }

    private final JdbcClient jdbc;
    private final boolean wanted;

    /** A server puts it up, or takes it down, before anybody calls. */
    RowLevelSecurity(JdbcClient jdbc, AccessSettings settings, Instance instance) {
        this.jdbc = jdbc;
        this.wanted = settings.mode() == AccessSettings.Mode.REQUIRED;
        if (instance.isServer()) {
            putUpOrTakeDown();
        }
    }

    private void putUpOrTakeDown() {
        List<String> others =
                jdbc.sql(OTHERWISE).param("wanted", wanted).query(String.class).list();
        for (String table : others) {
            jdbc.sql("alter table " + table
                            + (wanted
                                    ? " enable row level security, force row level security"
                                    : " disable row level security, no force row level security"))
                    .update();
        }
        if (!others.isEmpty()) {
            log.info("Row-level security is {} now for {}", wanted ? "on" : "off", String.join(", ", others));
        }
        if (standing() == Standing.BYPASSED) {
            log.warn("The database's row-level security does not bind the role that this service signs in as: it is a"
                    + " superuser, or has BYPASSRLS. Companies are kept apart by the service alone. Let DATABASE_URL name a"
                    + " plain role that owns the tables");
        }
    }

    /** @throws DataAccessException if the database does not tell */
    public Standing standing() {
        if (!wanted) {
            return Standing.OFF;
        }
        boolean bypassed = jdbc.sql("select rolsuper or rolbypassrls from pg_roles where rolname = current_user")
                .query(Boolean.class)
                .single();
        return bypassed ? Standing.BYPASSED : Standing.BINDING;
    }
}
