-- How far a removal is: scheduled (nobody has touched the bytes; can be taken back), removing (begun, perhaps more than once),
-- and its ends: removed, cancelled by an operator, taken back by whoever queued it, or kept because it cannot or must not be done.
-- Whoever does one moves its next attempt past the time that it may take: nobody else does it meanwhile, and somebody does if
-- he dies.
alter table removals
    add column state           varchar(20) not null default 'scheduled',
    add column attachment_id   integer,
    add column next_attempt_at timestamptz,
    add column finished_at     timestamptz;

update removals set next_attempt_at = due_at, state = case attempts when 0 then 'scheduled' else 'removing' end;

update removals set state = 'kept', last_error = 'There is no such backend', finished_at = current_timestamp
where storage_backend not in ('local', 's3');

alter table removals
    alter column next_attempt_at set not null,
    add check (state in ('scheduled', 'removing', 'removed', 'cancelled', 'taken_back', 'kept')),
    add check (storage_backend in ('local', 's3') or state = 'kept');

-- Each backend's queue, so that one that is away holds up no other.
drop index removals_by_due;
create index removals_by_attempt on removals (storage_backend, next_attempt_at) where state in ('scheduled', 'removing');

create index removals_of_attachment on removals (attachment_id) where state = 'scheduled';
create index removals_by_end on removals (finished_at) where state in ('removed', 'taken_back', 'kept');
create index removals_by_state on removals (state, id);

-- "Does a row name this key?" New rows on S3 have their key in both columns and cost nothing here.
create index attachments_at_other_key on attachments using hash (s3_key) where s3_key <> file_path;
