-- The former backend's table, with wider names (a whole S3 key is a name), times with a zone, and checksums.
create table attachments (
    id                serial primary key,
    entity_type       varchar(50)  not null,
    entity_id         integer      not null,
    company_id        integer      not null,
    filename          text         not null,
    original_filename varchar(255) not null,
    file_size         bigint       not null check (file_size >= 0),
    mime_type         varchar(100) not null,
    detected_type     varchar(100),
    category          varchar(50)  not null,
    file_path         text         not null,
    description       text,
    storage_backend   varchar(20)  not null default 'local',
    s3_bucket         varchar(255),
    s3_key            varchar(1024),
    sha256            varchar(64),
    created_at        timestamptz  not null default current_timestamp,
    updated_at        timestamptz  not null default current_timestamp
);

-- A list is one entity's files, newest first.
create index attachments_of_entity on attachments (company_id, entity_type, entity_id, created_at desc, id desc);

-- "Does a row name this location?" A hash, since a path may be longer than an entry of a b-tree.
create index attachments_at_path on attachments using hash (file_path);

-- One row from before the first byte is written until the attachment is recorded. When its lease is over, whatever lies at
-- the key is nobody's. It stays small, and is written twice an upload: an index more would cost more than it saves.
create table upload_intents (
    id              uuid primary key,
    company_id      integer       not null,
    storage_backend varchar(20)   not null,
    s3_bucket       varchar(255),
    object_key      varchar(1024) not null,
    lease_until     timestamptz   not null,
    created_at      timestamptz   not null default current_timestamp
);

-- The upload that an Idempotency-Key stands for: under way while its intent lives, done once it has an attachment.
create table idempotency_keys (
    company_id    integer      not null,
    key           varchar(255) not null,
    request       varchar(64)  not null,
    upload_id     uuid         not null,
    attachment_id integer,
    sha256        varchar(64),
    created_at    timestamptz  not null default current_timestamp,
    primary key (company_id, key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);

-- What is to be removed, and when. Only the removal queue deletes bytes.
create table removals (
    id              bigserial primary key,
    storage_backend varchar(20)   not null,
    s3_bucket       varchar(255),
    object_key      varchar(1024) not null,
    reason          varchar(40)   not null,
    due_at          timestamptz   not null,
    attempts        integer       not null default 0,
    last_error      text,
    created_at      timestamptz   not null default current_timestamp
);

create index removals_by_due on removals (due_at);
create index removals_at_key on removals using hash (object_key);
