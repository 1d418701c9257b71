-- Gives the former backend's table the place and the shape of the one that version 1 has just made. What both have stays as it
-- is; columns and indexes that only the former one has stay too, so that the former backend can still read it.
drop table attachments;
alter table attachments_of_the_former_backend rename to attachments;

-- It wrote updated_at, at every change of a row. This service does so itself, when a client changes something.
drop trigger if exists trigger_attachments_updated_at on attachments;

alter table attachments
    add column if not exists storage_backend varchar(20),
    add column if not exists s3_bucket       varchar(255),
    add column if not exists s3_key          varchar(1024),
    add column if not exists updated_at      timestamp,
    add column if not exists detected_type   varchar(100),
    add column if not exists sha256          varchar(64);

-- One statement, so that the table is written anew once. A time without a zone is one of the session's.
alter table attachments
    alter column entity_type type varchar(50),
    alter column entity_type set not null,
    alter column entity_id set not null,
    alter column company_id set not null,
    alter column filename type text,
    alter column filename set not null,
    alter column original_filename type varchar(255),
    alter column original_filename set not null,
    alter column file_size type bigint,
    alter column file_size set not null,
    add constraint attachments_file_size_check check (file_size >= 0),
    alter column mime_type type varchar(100),
    alter column mime_type set not null,
    alter column category type varchar(50),
    alter column category set not null,
    alter column file_path type text,
    alter column file_path set not null,
    alter column description type text,
    alter column storage_backend type varchar(20)
        using coalesce(nullif(lower(trim(storage_backend)), ''), 'local'),
    alter column storage_backend set default 'local',
    alter column storage_backend set not null,
    alter column s3_bucket type varchar(255),
    alter column s3_key type varchar(1024),
    alter column created_at type timestamptz
        using coalesce(created_at::timestamptz, updated_at::timestamptz, current_timestamp),
    alter column created_at set default current_timestamp,
    alter column created_at set not null,
    alter column updated_at type timestamptz
        using coalesce(updated_at::timestamptz, created_at::timestamptz, current_timestamp),
    alter column updated_at set default current_timestamp,
    alter column updated_at set not null;

create index attachments_of_entity on attachments (company_id, entity_type, entity_id, created_at desc, id desc);
create index attachments_at_path on attachments using hash (file_path);

analyze attachments;
