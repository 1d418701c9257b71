-- Who this installation is, in the markers that it puts into its stores. One row, for ever.
create table installation (
    id         uuid        primary key default gen_random_uuid(),
    created_at timestamptz not null default current_timestamp,
    only_one   boolean     not null default true unique check (only_one)
);

insert into installation default values;

-- Durable background work, in the shape that db-scheduler asks for.
create table attachment_jobs (
    task_name            text        not null,
    task_instance        text        not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean     not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      not null,
    priority             smallint,
    primary key (task_name, task_instance)
);

create index attachment_jobs_by_time on attachment_jobs (execution_time);
create index attachment_jobs_by_heartbeat on attachment_jobs (last_heartbeat);
