-- A sealed value begins with the version (3) and the reference of the key that ends with it. The sweep of keys asks which
-- of old ones some row still refers to, and gets only those.
create function sealpost.delivery_known_keys(candidates bytea[]) returns setof bytea
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select substring(sealed_payload from 2 for 24) from outgoing_mails where sealed_payload is not null and substring(sealed_payload from 2 for 24) = any (candidates)
$$;
revoke all on function sealpost.delivery_known_keys from public;
grant execute on function sealpost.delivery_known_keys to sealpost_runtime;
