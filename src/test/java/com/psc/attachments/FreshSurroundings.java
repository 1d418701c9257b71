package com.psc.attachments;

import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives each application context a database and folders that nobody else uses. */
class FreshSurroundings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        DatabaseAddress database = TestDatabase.freshDatabase();
        Path folder = freshFolder();
        TestPropertyValues.of(
                        "psc.database.url=" + database.jdbcUrl(),
                        "psc.database.user=" + database.user(),
                        "psc.database.password=" + database.password(),
                        "psc.data-dir=" + folder.resolve("data"),
                        "psc.storage.upload-dir=" + folder.resolve("uploads"))
                .applyTo(context);
    }

    private static Path freshFolder() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "surroundings"));
            return Files.createTempDirectory(parent, "service").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
