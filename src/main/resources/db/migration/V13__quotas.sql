-- How much a company may have at most. No row: as much as there is room for.
create table company_quotas (
    company_id integer     primary key,
    max_files  bigint      check (max_files >= 0),
    max_bytes  bigint      check (max_bytes >= 0),
    set_at     timestamptz not null
);

-- Runs after the change of the totals is noted: triggers of one event fire in the order of their names. Uploads of a company that
-- has a quota wait for each other here, and for nobody else; a quota that is being changed waits for them.
create function keep_within_quota() returns trigger language plpgsql as $$
declare
    quota company_quotas;
    total record;
begin
    select * into quota from company_quotas where company_id = new.company_id for update;
    if not found then
        return null;
    end if;
    select coalesce(sum(files), 0) as files, coalesce(sum(bytes), 0) as bytes into total
    from current_attachment_totals where company_id = new.company_id;
    if total.files > quota.max_files then
        raise exception 'Company % may have % files', new.company_id, quota.max_files using errcode = 'PQ001';
    end if;
    if total.bytes > quota.max_bytes then
        raise exception 'Company % may have % bytes', new.company_id, quota.max_bytes using errcode = 'PQ001';
    end if;
    return null;
end
$$;

create trigger attachments_within_quota after insert on attachments
    for each row execute function keep_within_quota();
