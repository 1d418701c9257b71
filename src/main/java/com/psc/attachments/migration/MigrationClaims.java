package com.psc.attachments.migration;

import com.psc.attachments.removal.LocationClaims;
import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Claims the new places of files under way. */
@Component
class MigrationClaims implements LocationClaims {

    private final JdbcClient jdbc;

    MigrationClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> claimed(Collection<String> keys) {
        return Set.copyOf(jdbc.sql("""
                        select case way when 'there' then target_key else back_key end as claimed from migration_items
                        where state in ('planned', 'copied', 'verified')
                          and case way when 'there' then target_key else back_key end = any(:keys::text[])""")
                .param("keys", keys.toArray(String[]::new))
                .query(String.class)
                .list());
    }
}
