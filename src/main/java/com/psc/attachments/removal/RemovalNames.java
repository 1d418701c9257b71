package com.psc.attachments.removal;

import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The names of the objects that removals are on record for: to come, cancelled, or ended of late. */
public final class RemovalNames {

    private final JdbcClient jdbc;

    public RemovalNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the keys, up to a thousand, that a removal names, whatever backend or bucket it gives. */
    public Set<String> named(Collection<String> keys) {
        return Set.copyOf(jdbc.sql("select distinct object_key from removals where object_key = any(:keys::text[])")
                .param("keys", keys.toArray(String[]::new))
                .query(String.class)
                .list());
    }
}
