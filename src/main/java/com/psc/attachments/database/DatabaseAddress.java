package com.psc.attachments.database;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a PostgreSQL database is and who signs in. Its text shows no password. */
public record DatabaseAddress(String jdbcUrl, String user, String password) {

    private static final String JDBC = "jdbc:postgresql:";
    private static final String TAKES =
            "DATABASE_URL takes postgresql://user:password@host:port/database or jdbc:postgresql://host:port/database";

    static DatabaseAddress of(String host, int port, String name, String user, String password) {
        String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return new DatabaseAddress(JDBC + "//" + address + ":" + port + "/" + encoded(name), user, password);
    }

    /**
     * Reads an address as libpq writes it
     * (<a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">connection URIs</a>) or as
     * JDBC does. Percent escapes in user, password and database are undone, parameters kept.
     *
     * @param user for an address without one
     * @param password for an address without one
     * @throws IllegalArgumentException if it is neither; the message does not repeat it
     */
    static DatabaseAddress parse(String url, String user, String password) {
        if (url.startsWith(JDBC)) {
            return new DatabaseAddress(url, user, password);
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(TAKES);
        }
        boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!postgres
                || uri.getHost() == null
                || uri.getRawPath() == null
                || uri.getRawPath().length() < 2) {
            throw new IllegalArgumentException(TAKES);
        }
        String[] signIn = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        int port = uri.getPort() < 0 ? 5432 : uri.getPort();
        return new DatabaseAddress(
                JDBC + "//" + uri.getHost() + ":" + port + uri.getRawPath() + query,
                decoded(signIn.length > 0 ? signIn[0] : null, user),
                decoded(signIn.length > 1 ? signIn[1] : null, password));
    }

    private static String decoded(@Nullable String part, String otherwise) {
        return part == null || part.isEmpty()
                ? otherwise
                : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return jdbcUrl.replaceAll("(?i)(password=)[^&]*", "$1***") + " as " + user;
    }
}
