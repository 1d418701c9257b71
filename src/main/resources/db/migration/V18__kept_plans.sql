-- Two steps of every upload. The server keeps the plan that it makes for them while a table has few rows or none, until the table is
-- analysed; a first day's uploads, or an import, do not wait for that. With few rows a plan looks cheap that reads all of them, so
-- the choice is not left to it: each of these goes through the index that was made for it.

-- The company's oldest attachments with this content.
create function oldest_with_content(company integer, content varchar, most integer) returns integer[]
    language plpgsql stable
    set enable_seqscan = off
    set enable_bitmapscan = off
    set enable_sort = off
    set plan_cache_mode = force_generic_plan
as $$
begin
    return array(select id from attachments where company_id = company and sha256 = content order by id limit most);
end
$$;

-- Ends intents of uploads, and says which of them there were.
create function end_intents(ended uuid[]) returns setof uuid
    language plpgsql rows 10
    set enable_seqscan = off
    set enable_bitmapscan = off
    set plan_cache_mode = force_generic_plan
as $$
begin
    return query delete from upload_intents where id = any (ended) returning id;
end
$$;
