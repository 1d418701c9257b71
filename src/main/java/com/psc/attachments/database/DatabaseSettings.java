package com.psc.attachments.database;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param url DATABASE_URL: {@code postgresql://user:password@host:port/db} or {@code jdbc:postgresql:…}; empty if the parts or
 *     nothing is named
 * @param host DB_HOST; empty for the embedded database
 * @param port DB_PORT
 * @param name DB_NAME
 * @param user DB_USER, also for a URL without a user
 * @param password DB_PASSWORD, also for a URL without one
 */
@ConfigurationProperties("psc.database")
record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String host,
        @DefaultValue("5432") int port,
        @DefaultValue("psc_accounting") String name,
        @DefaultValue("") String user,
        @DefaultValue("") String password) {

    boolean nameADatabase() {
        return !url.isBlank() || !host.isBlank();
    }

    /** @throws IllegalArgumentException if DATABASE_URL is not the address of a PostgreSQL database */
    DatabaseAddress address() {
        return url.isBlank()
                ? DatabaseAddress.of(host, port, name, user, password)
                : DatabaseAddress.parse(url.strip(), user, password);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "DatabaseSettings[host=" + host + ", port=" + port + ", name=" + name + "]";
    }
}
