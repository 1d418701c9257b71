-- Runs that move files from one backend to the other.
create table migrations (
    id                bigserial   primary key,
    source            varchar(20) not null,
    target            varchar(20) not null,
    company_id        integer,                        -- whose files; null: every company's
    state             varchar(20) not null check (state in
        ('running', 'paused', 'completed', 'cancelled', 'failed', 'rolled_back', 'finalized')),
    phase             varchar(20) not null check (phase in ('migrate', 'retry', 'rollback')),
    reason            text,                           -- why it failed
    newest_id         integer     not null,           -- later attachments are not its business
    planned_to        integer     not null default 0, -- up to this id, all that are its business are in the journal
    round             integer     not null default 1, -- counts the times that it went over its files
    drive             integer     not null default 0, -- counts the times that it was set going
    driver            uuid,                           -- who works on it; null: nobody, and nobody is to
    total_files       bigint      not null,           -- of this round
    total_bytes       bigint      not null,
    done_files        bigint      not null default 0,
    done_bytes        bigint      not null default 0,
    migrated_files    bigint      not null default 0, -- of the journal, by state
    migrated_bytes    bigint      not null default 0,
    failed_files      bigint      not null default 0,
    failed_bytes      bigint      not null default 0,
    superseded_files  bigint      not null default 0,
    superseded_bytes  bigint      not null default 0,
    rolled_back_files bigint      not null default 0,
    rolled_back_bytes bigint      not null default 0,
    files_per_second  float8      not null default 0,
    bytes_per_second  float8      not null default 0,
    created_at        timestamptz not null,
    started_at        timestamptz,
    finished_at       timestamptz
);

-- Few runs are ever under way.
create index migrations_under_way on migrations (source) where state in ('running', 'paused') or driver is not null;

-- The journal: what became of each file. Locations are on the run's source and target.
create table migration_items (
    run_id        bigint        not null references migrations,
    attachment_id integer       not null,
    company_id    integer       not null,
    state         varchar(20)   not null check (state in
        ('planned', 'copied', 'verified', 'switched', 'failed', 'superseded', 'rolled_back')),
    way           varchar(5)    not null check (way in ('there', 'back')),
    round         integer       not null,             -- in which it was last taken up
    bytes         bigint        not null,
    sha256        varchar(64),
    source_bucket varchar(255),
    source_key    text          not null,             -- what the row named when it was taken up
    target_bucket varchar(255),
    target_key    varchar(1024),                      -- null: no key could be made
    back_bucket   varchar(255),
    back_key      varchar(1024),                      -- where a rollback takes it: the kept source, or a new copy
    reason        text,                               -- why it failed
    updated_at    timestamptz   not null,
    primary key (run_id, attachment_id)
);

create index migration_items_by_state on migration_items (run_id, state, attachment_id);

-- Those whose bytes may be moving: a few hundred at most.
create index migration_items_open on migration_items (run_id) where state in ('planned', 'copied', 'verified');
