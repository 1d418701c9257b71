-- Runs that import the documents of the former table document_attachments, one at a time.
create table attachment_imports (
    id               bigserial   primary key,
    company_id       integer,                         -- whose documents; null: every company's
    state            varchar(20) not null check (state in ('running', 'paused', 'completed', 'cancelled')),
    phase            varchar(10) not null default 'import' check (phase in ('import', 'retry', 'finalize')),
    round            integer     not null default 0,  -- counts the times that it was given something more to do
    newest_id        bigint      not null,            -- later documents are not its business
    drive            integer     not null default 0,  -- counts the times that it was set going
    driver           uuid,                            -- who works on it; null: nobody, and nobody is to
    total_files      bigint      not null,            -- of the present phase, as are those that are done
    total_bytes      bigint      not null,
    done_files       bigint      not null default 0,
    done_bytes       bigint      not null default 0,
    skipped_files    bigint      not null,            -- that the former backend had moved into attachments itself
    earlier_files    bigint      not null,            -- that earlier runs have imported
    imported_files   bigint      not null default 0,
    verified_files   bigint      not null default 0,
    failed_files     bigint      not null default 0,
    removed_files    bigint      not null default 0,
    kept_files       bigint      not null default 0,
    files_per_second float8      not null default 0,
    bytes_per_second float8      not null default 0,
    created_at       timestamptz not null,
    started_at       timestamptz,
    finished_at      timestamptz
);

create unique index attachment_imports_one_at_a_time on attachment_imports ((true)) where state in ('running', 'paused');

-- What became of each document. One that became an attachment is written down in the transaction that made the attachment.
create table attachment_import_items (
    run_id        bigint      not null references attachment_imports,
    document_id   bigint      not null,
    company_id    integer,                   -- as are the next, as the document's row has it
    source_bytes  bigint      not null,
    state         varchar(10) not null
        check (state in ('planned', 'imported', 'verified', 'failed', 'removed', 'kept')),
    reason        text,
    attachment_id integer,
    bytes         bigint,                    -- of the attachment
    sha256        varchar(64),
    stored_sha256 varchar(64),               -- of what lay in the row or the folder, which may be Base64
    fingerprint   varchar(32),               -- of the row but for its content
    updated_at    timestamptz not null,
    primary key (run_id, document_id)
);

-- No document becomes an attachment twice.
create unique index attachment_import_items_of_document on attachment_import_items (document_id)
    where attachment_id is not null;
-- What is left to do.
create index attachment_import_items_open on attachment_import_items (run_id, state, document_id);
