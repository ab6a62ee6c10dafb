-- A claim whose answer was lost is held by nobody, although it names a living process. Only what that process says it
-- holds is renewed; the rest runs out and is found by the sweep.
drop function sealpost.renew_mail_claims(uuid, timestamptz);
create function sealpost.renew_mail_claims(holder uuid, held uuid[], until_time timestamptz) returns void
language sql security definer set search_path = sealpost, pg_temp as $$
  update outgoing_mails set claimed_until = until_time where claimed_by = holder and id = any(held)
$$;
revoke all on function sealpost.renew_mail_claims from public;
grant execute on function sealpost.renew_mail_claims to sealpost_runtime;
