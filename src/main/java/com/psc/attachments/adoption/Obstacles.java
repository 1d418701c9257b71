package com.psc.attachments.adoption;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the former rows that do not fit into the adopted table. One of them is enough for none to be adopted. */
final class Obstacles {

    private static final List<String> REQUIRED = List.of(
            "entity_type",
            "entity_id",
            "company_id",
            "filename",
            "original_filename",
            "file_size",
            "mime_type",
            "category",
            "file_path");

    private static final Map<String, Integer> LONGEST = Map.of(
            "entity_type",
            50,
            "original_filename",
            255,
            "mime_type",
            100,
            "category",
            50,
            "storage_backend",
            20,
            "s3_bucket",
            255,
            "s3_key",
            1024);

    private Obstacles() {}

    /**
     * @param problem completes the sentence "a row …"
     * @param firstId of those rows
     */
    record Obstacle(String problem, long rows, long firstId) {}

    /** @param columns those of the table, which has all but some of the S3 upgrade */
    static List<Obstacle> in(JdbcClient database, Set<String> columns) {
        Map<String, String> problems = new LinkedHashMap<>();
        REQUIRED.forEach(column -> problems.put("has no " + column, column + " is null"));
        problems.put("has a file_size below 0", "file_size < 0");
        LONGEST.entrySet().stream()
                .filter(limit -> columns.contains(limit.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(limit -> problems.put(
                        "has a " + limit.getKey() + " of more than " + limit.getValue() + " characters",
                        "length(rtrim(" + limit.getKey() + ")) > " + limit.getValue()));
        return database.sql("""
                        select problem, count(*) as rows, min(id) as first_id
                        from attachments cross join lateral (values %s) as rules (problem, found)
                        where (%s) and found
                        group by problem order by problem""".formatted(
                                problems.entrySet().stream()
                                        .map(rule -> "('" + rule.getKey() + "', " + rule.getValue() + ")")
                                        .collect(Collectors.joining(", ")),
                                String.join(" or ", problems.values())))
                .query(Obstacle.class)
                .list();
    }
}
