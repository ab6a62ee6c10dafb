-- Orders whose job is gone: with its process at the last attempt, or because its last act failed.
create function sealpost.organisations_with_old_dispatches(as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct d.organisation_id from dispatches d where d.created_at <= as_of
$$;
revoke all on function sealpost.organisations_with_old_dispatches from public;
grant execute on function sealpost.organisations_with_old_dispatches to sealpost_runtime;
