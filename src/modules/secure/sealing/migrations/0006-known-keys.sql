-- A sealed value begins with the version (3) and the reference of the key that ends with it. The sweep of keys asks which
-- of old ones some row still refers to, and gets only those.
create function sealpost.sealing_known_keys(candidates bytea[]) returns setof bytea
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select substring(sealed_share from 2 for 24) from copies where sealed_share is not null and substring(sealed_share from 2 for 24) = any (candidates)
  union all
  select substring(sealed_order from 2 for 24) from dispatches where sealed_order is not null and substring(sealed_order from 2 for 24) = any (candidates)
  union all
  select substring(sealed_mail from 2 for 24) from fallbacks where sealed_mail is not null and substring(sealed_mail from 2 for 24) = any (candidates)
$$;
revoke all on function sealpost.sealing_known_keys from public;
grant execute on function sealpost.sealing_known_keys to sealpost_runtime;

-- Links whose keys a restore did not bring back are looked for in all organisations.
create function sealpost.organisations_with_access() returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct c.organisation_id from copies c where c.sealed_share is not null
$$;
revoke all on function sealpost.organisations_with_access from public;
grant execute on function sealpost.organisations_with_access to sealpost_runtime;

-- Shares of version 0.1.0 begin with the version 2: they are under the transit key alone.
create function sealpost.organisations_with_old_shares() returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct c.organisation_id from copies c where c.sealed_share is not null and get_byte(c.sealed_share, 0) = 2
$$;
revoke all on function sealpost.organisations_with_old_shares from public;
grant execute on function sealpost.organisations_with_old_shares to sealpost_runtime;

do $$ begin
  if exists (select from sealpost.organisations_with_old_shares()) then
    perform sealpost.enqueue_job('sealing.move-shares', '{}'::json, null, 'sealing.move-shares', null, 25);
  end if;
end $$;
