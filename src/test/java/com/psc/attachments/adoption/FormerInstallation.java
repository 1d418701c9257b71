package com.psc.attachments.adoption;

import com.psc.attachments.Surroundings;
import com.psc.attachments.database.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the former backend left behind: its tables, beside those of the accounting application, and its folder. */
final class FormerInstallation {

    private static final String TABLE = """
            create table attachments (
                id                serial primary key,
                entity_type       varchar(50) not null,
                entity_id         integer not null,
                company_id        integer not null,
                filename          varchar(255) not null,
                original_filename varchar(255) not null,
                file_size         bigint not null,
                mime_type         varchar(100) not null,
                category          varchar(50) not null,
                file_path         text not null,
                description       text,
                created_at        timestamp default current_timestamp
            )""";

    private static final String UPGRADE = """
            alter table attachments
                add column storage_backend varchar(20) not null default 'local',
                add column s3_bucket varchar(255),
                add column s3_key varchar(1024),
                add column updated_at timestamp default current_timestamp;
            create index idx_attachments_storage_backend on attachments (storage_backend);
            create index idx_attachments_s3_key on attachments (s3_key) where s3_key is not null;
            create function update_attachments_updated_at() returns trigger language plpgsql as
                $$ begin new.updated_at = current_timestamp; return new; end $$;
            create trigger trigger_attachments_updated_at before update on attachments
                for each row execute function update_attachments_updated_at()""";

    private static final String DOCUMENTS = """
            create table document_attachments (
                id                serial primary key,
                entity_type       varchar(50),
                entity_id         integer,
                company_id        integer,
                filename          varchar(255),
                original_filename varchar(255),
                file_data         bytea,
                file_size         integer,
                mime_type         varchar(100),
                created_at        timestamp default current_timestamp,
                storage_type      varchar(20) default 'database',
                file_path         text
            )""";

    private static final String APPLICATION = """
            create table companies (id serial primary key, name text not null);
            insert into companies (name) values ('Müller & Söhne'), ('Пример ООО')""";

    private static final String FILE = """
            insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                category, file_path, created_at)
            values (:type, :entity, :company, :filename, :original, :size, 'application/pdf', 'document', :path,
                timestamp '2024-03-01 12:00:00' + :entity * interval '1 minute')
            returning id""";

    private final Surroundings surroundings;
    private final DataSource database;
    private final JdbcClient jdbc;

    private FormerInstallation(Surroundings surroundings) {
        this.surroundings = surroundings;
        DatabaseAddress address = surroundings.database();
        this.database = new DriverManagerDataSource(address.jdbcUrl(), address.user(), address.password());
        this.jdbc = JdbcClient.create(database);
    }

    /** One that has the accounting application's tables only. */
    static FormerInstallation withoutAttachments() {
        return withoutAttachments(Surroundings.withoutBucket());
    }

    private static FormerInstallation withoutAttachments(Surroundings surroundings) {
        FormerInstallation former = new FormerInstallation(surroundings);
        former.jdbc.sql(APPLICATION).update();
        return former;
    }

    /** One that never ran the S3 upgrade. */
    static FormerInstallation beforeTheUpgrade() {
        FormerInstallation former = withoutAttachments();
        former.jdbc.sql(TABLE).update();
        return former;
    }

    static FormerInstallation withTheUpgrade() {
        FormerInstallation former = beforeTheUpgrade();
        former.jdbc.sql(UPGRADE).update();
        return former;
    }

    /** One whose settings name a bucket, too. */
    static FormerInstallation withABucket() {
        FormerInstallation former = withoutAttachments(Surroundings.fresh());
        former.jdbc.sql(TABLE).update();
        former.jdbc.sql(UPGRADE).update();
        return former;
    }

    /** One whose upgrade lets the backend be null. */
    static FormerInstallation withNullBackends() {
        FormerInstallation former = withTheUpgrade();
        former.jdbc
                .sql("alter table attachments alter storage_backend drop not null, alter storage_backend drop default")
                .update();
        return former;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    DataSource database() {
        return database;
    }

    Path uploads() {
        return surroundings.folder().resolve("uploads");
    }

    /** As the former backend stored a file of an invoice. Answers the row's id. */
    int file(int company, int invoice, String path, String originalName, String content) {
        Path file = uploads().resolve("attachments").resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return row(company, invoice, path, originalName, content.getBytes(StandardCharsets.UTF_8).length);
    }

    /** Only the row. */
    int row(int company, int invoice, String path, String originalName, long size) {
        return jdbc.sql(FILE)
                .params(Map.of(
                        "type", "invoice",
                        "entity", invoice,
                        "company", company,
                        "filename", path.substring(path.lastIndexOf('/') + 1),
                        "original", originalName,
                        "size", size,
                        "path", path))
                .query(Integer.class)
                .single();
    }

    /** A row whose file lies on S3. Answers its id. */
    int rowOnS3(String bucket, String key, long size) {
        int id = row(1, 5, key, "a.pdf", size);
        jdbc.sql("update attachments set storage_backend = 's3', s3_bucket = :bucket, s3_key = :key where id = :id")
                .param("bucket", bucket)
                .param("key", key)
                .param("id", id)
                .update();
        return id;
    }

    /** Makes so many more rows like the one that was made last. */
    void repeatRows(int rows) {
        jdbc.sql("""
                        insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size,
                            mime_type, category, file_path, storage_backend, s3_bucket, s3_key)
                        select entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type, category,
                            file_path, storage_backend, s3_bucket, s3_key
                        from attachments, generate_series(1, :rows) where id = (select max(id) from attachments)""").param("rows", rows).update();
    }

    /** Makes the table that was there before {@code attachments}. */
    FormerInstallation withDocuments() {
        jdbc.sql(DOCUMENTS).update();
        return this;
    }

    /** Everything that a change of the database would show in. */
    List<Map<String, Object>> inventory() {
        return jdbc.sql("""
                        select relname as name, relkind::text as kind, attname as part,
                            format_type(atttypid, atttypmod) as type, attnotnull as required
                        from pg_class left join pg_attribute on attrelid = pg_class.oid and attnum > 0
                        where relnamespace = current_schema()::regnamespace
                        union all
                        select tgname, 'trigger', tgrelid::regclass::text, tgtype::text, tgisinternal from pg_trigger
                        order by 1, 2, 3""").query().listOfRows();
    }
}
