package com.psc.attachments.adoption;

import com.psc.attachments.adoption.SchemaCheck.Standing;
import com.psc.attachments.storage.BackendName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of the table {@code attachments} as they are, or will be, adopted. */
final class FormerRows {

    /** As {@code db/adoption/former_attachments.sql} will have it. */
    private static final String FORMER_BACKEND = "coalesce(nullif(lower(trim(%s)), ''), 'local')";

    private final JdbcClient database;
    private final String rows;

    /** @param columns those of the table, which has all but some of the S3 upgrade */
    FormerRows(JdbcClient database, Standing standing, Set<String> columns) {
        this.database = database;
        String backend = standing == Standing.FORMER
                ? FORMER_BACKEND.formatted(column("storage_backend", columns))
                : "storage_backend";
        this.rows = """
                (select id, company_id, file_size, backend, case backend when 's3' then bucket end as bucket,
                    coalesce(case backend when 's3' then coalesce(key, file_path) else file_path end, '') as name
                 from (select id, coalesce(company_id, 0) as company_id, file_size, file_path,
                           %s as backend, %s as bucket, %s as key
                       from attachments) as known) as rows""".formatted(backend, column("s3_bucket", columns), column("s3_key", columns));
    }

    private static String column(String name, Set<String> columns) {
        return columns.contains(name) ? name : "null::text";
    }

    /** The stores that they name, the local one first. */
    List<Place> places() {
        return database.sql("select backend, bucket, count(*) as rows from " + rows
                        + " group by backend, bucket order by backend <> :local, backend, bucket")
                .param("local", BackendName.LOCAL.label())
                .query(Place.class)
                .list();
    }

    /** Those that name a store, by the bytes of the names in UTF-8, whatever the encoding of the database. The caller closes it. */
    Stream<Row> of(Place place) {
        return database
                .sql("select id, company_id, file_size, name from " + rows
                        + " where backend = :backend and bucket is not distinct from :bucket::text"
                        + " order by convert_to(name, 'UTF8')")
                .param("backend", place.backend())
                .param("bucket", place.bucket())
                .query(FormerRows::row)
                .stream();
    }

    static Row row(ResultSet row, int number) throws SQLException {
        long size = row.getLong("file_size");
        return new Row(
                row.getInt("id"),
                row.getInt("company_id"),
                row.wasNull() ? OptionalLong.empty() : OptionalLong.of(size),
                row.getString("name"));
    }
}
