-- Totals are kept, not counted. Every change of attachments is noted in its own transaction, by rows of its own, so no two
-- uploads wait for each other; a job adds the changes up. Totals and changes together are exact at any moment.
create table attachment_totals (
    company_id      integer     not null,
    category        varchar(50) not null,
    storage_backend varchar(20) not null,
    files           bigint      not null,
    bytes           bigint      not null,
    primary key (company_id, category, storage_backend)
);

-- The same of each entity, for its lists.
create table entity_totals (
    company_id  integer     not null,
    entity_type varchar(50) not null,
    entity_id   integer     not null,
    files       bigint      not null,
    bytes       bigint      not null,
    primary key (company_id, entity_type, entity_id)
);

-- Read whole, and emptied every few seconds: its dead rows must not pile up.
create table attachment_total_changes (
    company_id      integer     not null,
    entity_type     varchar(50) not null,
    entity_id       integer     not null,
    category        varchar(50) not null,
    storage_backend varchar(20) not null,
    files           bigint      not null,
    bytes           bigint      not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create view current_attachment_totals as
select company_id, category, storage_backend, files, bytes from attachment_totals
union all
select company_id, category, storage_backend, files, bytes from attachment_total_changes;

create view current_entity_totals as
select company_id, entity_type, entity_id, files, bytes from entity_totals
union all
select company_id, entity_type, entity_id, files, bytes from attachment_total_changes;

create function note_attachment_change() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        insert into attachment_total_changes values
            (old.company_id, old.entity_type, old.entity_id, old.category, old.storage_backend, -1, -old.file_size);
    end if;
    if tg_op <> 'DELETE' then
        insert into attachment_total_changes values
            (new.company_id, new.entity_type, new.entity_id, new.category, new.storage_backend, 1, new.file_size);
    end if;
    return null;
end
$$;

-- By row: an upload, which is one row, then pays a third of what a transition table would cost it.
create trigger attachments_added_or_removed after insert or delete on attachments
    for each row execute function note_attachment_change();
create trigger attachments_changed
    after update of company_id, entity_type, entity_id, category, storage_backend, file_size on attachments
    for each row execute function note_attachment_change();

insert into attachment_totals
select company_id, category, storage_backend, count(*), sum(file_size)
from attachments
group by company_id, category, storage_backend;

insert into entity_totals
select company_id, entity_type, entity_id, count(*), sum(file_size)
from attachments
group by company_id, entity_type, entity_id;
