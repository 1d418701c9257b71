package com.psc.attachments.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL that all tests of a JVM share; each takes a database of its own from it. */
public final class TestDatabase {

    private static final AtomicInteger made = new AtomicInteger();

    private TestDatabase() {}

    private static final class Server {
        private static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            EmbeddedPostgres server = EmbeddedPostgres.start(Path.of("target", "test-database"));
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            return server;
        }
    }

    /** An empty database. */
    public static DatabaseAddress freshDatabase() {
        try {
            return Server.INSTANCE.createDatabase(
                    "test_" + ProcessHandle.current().pid() + "_" + System.nanoTime() + "_" + made.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
