-- What reading a file again has shown, and when. An upload is hashed while it is stored, and read again later.
alter table attachments
    add column integrity   varchar(12) not null default 'unverified'
        check (integrity in ('unverified', 'ok', 'missing', 'corrupt')),
    add column verified_at timestamptz;

-- The longest-unverified first. Uploads, which are not verified yet, pay nothing for it.
create index attachments_by_verification on attachments (verified_at, id) where verified_at is not null;

-- Runs that read files again.
create table verifications (
    id                 bigserial   primary key,
    selection          varchar(10) not null check (selection in ('all', 'chosen', 'oldest')),
    storage_backend    varchar(20),                    -- where they lie; null: wherever
    company_id         integer,                        -- whose files; null: every company's
    sample             integer,                        -- how many were drawn; null: none were
    state              varchar(20) not null check (state in ('running', 'paused', 'completed', 'cancelled')),
    newest_id          integer     not null,           -- later attachments are not its business
    behind_id          integer     not null default 0, -- up to there it is done,
    behind_verified_at timestamptz,                    -- or, of the oldest, up to there
    drive              integer     not null default 0, -- counts the times that it was set going
    driver             uuid,                           -- who works on it; null: nobody, and nobody is to
    total_files        bigint      not null,
    total_bytes        bigint      not null,
    done_files         bigint      not null default 0,
    done_bytes         bigint      not null default 0,
    ok_files           bigint      not null default 0,
    missing_files      bigint      not null default 0,
    corrupt_files      bigint      not null default 0,
    unreadable_files   bigint      not null default 0,
    superseded_files   bigint      not null default 0,
    files_per_second   float8      not null default 0,
    bytes_per_second   float8      not null default 0,
    created_at         timestamptz not null,
    started_at         timestamptz,
    finished_at        timestamptz
);

-- Few runs are ever under way.
create index verifications_under_way on verifications (selection) where state in ('running', 'paused');

-- The files of a run that is about some only.
create table verification_choices (
    run_id        bigint  not null references verifications,
    attachment_id integer not null,
    primary key (run_id, attachment_id)
);

-- What is wrong with files, as a run found them.
create table verification_findings (
    run_id          bigint      not null references verifications,
    attachment_id   integer     not null,
    company_id      integer     not null,
    state           varchar(12) not null check (state in ('missing', 'corrupt', 'unreadable')),
    location        text        not null,
    expected_bytes  bigint      not null,
    expected_sha256 varchar(64),
    found_bytes     bigint,
    found_sha256    varchar(64),
    reason          text        not null,
    found_at        timestamptz not null,
    primary key (run_id, attachment_id)
);
