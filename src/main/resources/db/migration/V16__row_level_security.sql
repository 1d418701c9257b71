-- Whose files the present transaction may see: null for those of all companies. That nobody has said it must never look as if
-- there were none: what no row names is an orphan, and is removed.
create function companies_in_sight() returns integer[] language plpgsql stable as $$
declare
    companies text := current_setting('psc.companies', true);
begin
    if companies is null or companies = '' then
        raise exception 'Nobody has said whose files may be seen'
            using errcode = 'PQ002', hint = 'set psc.companies = ''*'' shows those of all companies';
    end if;
    return case companies when '*' then null else companies::integer[] end;
end
$$;

-- The condition is the same for every row, so the function is called once a statement. The service turns the policies on while it
-- asks who calls, and off while it does not: other programs then use the tables as before.
create policy companies_in_sight on attachments
    using ((select companies_in_sight()) is null or company_id = any ((select companies_in_sight())::integer[]));
create policy companies_in_sight on attachment_totals
    using ((select companies_in_sight()) is null or company_id = any ((select companies_in_sight())::integer[]));
create policy companies_in_sight on entity_totals
    using ((select companies_in_sight()) is null or company_id = any ((select companies_in_sight())::integer[]));
create policy companies_in_sight on attachment_total_changes
    using ((select companies_in_sight()) is null or company_id = any ((select companies_in_sight())::integer[]));
create policy companies_in_sight on idempotency_keys
    using ((select companies_in_sight()) is null or company_id = any ((select companies_in_sight())::integer[]));

-- An index on a function is no use behind a policy, which must be asked before any function that might tell of the row. So what
-- it was about becomes a column: the key that an older row means, where it is not the path itself.
drop index attachments_at_other_path;
alter table attachments
    add column other_path text generated always as (nullif(attachment_key_of_path(file_path), file_path)) stored;
create index attachments_at_other_path on attachments using hash (other_path) where other_path is not null;
