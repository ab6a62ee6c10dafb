-- A share begins with the version (3) and the reference of the key that ends with it. The sweep of keys asks which of old
-- ones some row still refers to, and gets only those.
create function sealpost.identity_known_keys(candidates bytea[]) returns setof bytea
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select substring(share from 2 for 24) from sessions where share is not null and substring(share from 2 for 24) = any (candidates)
$$;
revoke all on function sealpost.identity_known_keys from public;
grant execute on function sealpost.identity_known_keys to sealpost_runtime;

-- Shares of version 0.1.0 were under the transit key alone: these sessions end, and their people sign in again.
update sessions set ended_at = now(), share = null where ended_at is null;
alter table sessions add constraint sessions_share_has_key check (get_byte(share, 0) = 3);
