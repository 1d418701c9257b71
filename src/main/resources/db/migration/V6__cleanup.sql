-- A cleanup: what it was asked, what it found, and how far it is.
create table cleanups (
    id                    bigserial primary key,
    state                 varchar(20) not null
        check (state in ('searching', 'planned', 'removing', 'completed', 'failed')),
    storage_backend       varchar(20) not null,
    company_id            integer,
    orphaned_only         boolean     not null,
    dry_run               boolean     not null,
    min_age_seconds       bigint      not null,
    objects_seen          bigint      not null default 0,
    bytes_seen            bigint      not null default 0,
    too_young             bigint      not null default 0,
    foreign_files         bigint      not null default 0,
    foreign_sample        text[]      not null default '{}',
    orphans               bigint      not null default 0,
    orphan_bytes          bigint      not null default 0,
    sample                text[]      not null default '{}',
    unfinished_writes     bigint      not null default 0,
    missing_files         bigint      not null default 0,
    missing_sample        integer[]   not null default '{}',
    files_removed         bigint      not null default 0,
    bytes_removed         bigint      not null default 0,
    files_scheduled       bigint      not null default 0,
    bytes_scheduled       bigint      not null default 0,
    due_at                timestamptz,
    empty_folders_removed bigint      not null default 0,
    errors                text[]      not null default '{}',
    created_at            timestamptz not null,
    finished_at           timestamptz
);

create index cleanups_by_age on cleanups (created_at);

-- What a cleanup found and has not yet handed over to the removal queue.
create table cleanup_orphans (
    cleanup_id bigint                not null references cleanups on delete cascade,
    name       text collate "C"      not null,
    kind       varchar(20)           not null check (kind in ('object', 'unfinished_write')),
    bytes      bigint                not null,
    primary key (cleanup_id, name)
);

-- Who cleans a backend at the moment: one at a time, whose every transaction renews this row.
create table cleanup_leases (
    storage_backend varchar(20) primary key,
    driver          uuid        not null,
    cleanup_id      bigint      not null references cleanups on delete cascade,
    until           timestamptz not null
);

-- The key that an older row means whose path is not one: with backslashes, from the root of the disk, "./…".
create function attachment_key_of_path(path text) returns text
    language sql immutable strict parallel safe
as $$
    select regexp_replace(regexp_replace(replace(path, '\', '/'), '/+', '/', 'g'), '^(.*/)?uploads/attachments/|^(\./)+|^/', '')
$$;

create index attachments_at_other_path on attachments using hash (attachment_key_of_path(file_path))
    where attachment_key_of_path(file_path) <> file_path;
