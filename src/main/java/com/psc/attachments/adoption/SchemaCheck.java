package com.psc.attachments.adoption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells whether a schema is this service's, or can become it, and changes nothing. Other programs' tables may lie in the same
 * schema; they are left alone.
 */
@Component
class SchemaCheck {

    private static final Pattern MADE =
            Pattern.compile("(?im)^create (?:table|view|sequence|(?:unique )?index) (\\w+)");

    /** What a schema is to this service. */
    enum Standing {
        /** There is no table of attachments: the service makes its own. */
        BEGINS,
        /** The former backend's table, which the service takes over. */
        FORMER,
        /** On an earlier version of this service. */
        EARLIER,
        /** On this service's version already. */
        ADOPTED
    }

    private final List<String> ownNames;
    private final List<String> scripts;

    SchemaCheck(ResourcePatternResolver resources) throws IOException {
        Resource[] migrations = resources.getResources("classpath:db/migration/*.sql");
        this.scripts = Stream.of(migrations)
                .map(script -> String.valueOf(script.getFilename()))
                .toList();
        Stream<String> names = Stream.of(migrations)
                .map(SchemaCheck::text)
                .flatMap(script -> MADE.matcher(script).results().map(made -> made.group(1)))
                .filter(name -> !name.equals(FormerTable.NAME));
        this.ownNames = Stream.concat(names, Stream.of(Adoption.ASIDE)).toList();
    }

    private static String text(Resource script) {
        try {
            return script.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AdoptionRefused if the schema is not one that this service can begin, or go on, to work in */
    Standing require(JdbcClient database) {
        // A start that was ended early may have left the history without the first version.
        if (SchemaHistory.isOurs(database) && SchemaHistory.has(database, SchemaHistory.FIRST_SCRIPT)) {
            boolean present = scripts.stream().allMatch(script -> SchemaHistory.has(database, script));
            return present ? Standing.ADOPTED : Standing.EARLIER;
        }
        requireRoom(database);
        if (!Relations.exists(database, FormerTable.NAME)) {
            return Standing.BEGINS;
        }
        FormerTable.require(database);
        return Standing.FORMER;
    }

    private void requireRoom(JdbcClient database) {
        List<String> taken = Relations.named(database, ownNames);
        if (!taken.isEmpty()) {
            throw new AdoptionRefused(
                    "The database holds other programs' " + String.join(", ", taken)
                            + ", names that this service needs.",
                    "Move the table attachments to a database of its own, and name that in DATABASE_URL.");
        }
    }
}
