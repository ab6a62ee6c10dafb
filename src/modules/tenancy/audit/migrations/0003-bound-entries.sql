-- An HMAC under the server secret over the whole entry, made in the transaction of the act. Entries that an earlier version
-- linked have none: their link binds them.
alter table audit_entries add column mac bytea check (octet_length(mac) = 32);

-- Every organisation that has a chain, by one look into the index for each.
create function sealpost.chained_organisations() returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  with recursive found as (
    (select c.organisation_id as id from audit_chain c order by c.organisation_id limit 1)
    union all
    select (select c.organisation_id from audit_chain c where c.organisation_id > f.id order by c.organisation_id limit 1)
    from found f where f.id is not null
  ) select id from found where id is not null
$$;
revoke all on function sealpost.chained_organisations from public;
grant execute on function sealpost.chained_organisations to sealpost_runtime;
