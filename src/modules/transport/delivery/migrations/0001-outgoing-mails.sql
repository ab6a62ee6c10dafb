create table outgoing_mails (
  organisation_id uuid not null,
  id uuid not null,
  kind text not null,
  -- What is on its way, under the transit key; gone as soon as the outcome is known.
  sealed_payload bytea,
  envelope_from text not null,
  envelope_to text not null,
  domain text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  first_queued_at timestamptz(3) not null,
  next_attempt_at timestamptz(3) not null,
  -- The process that is sending it now, and until when it may be silent before another one takes over.
  claimed_by uuid,
  claimed_until timestamptz(3),
  dsn jsonb,
  delay_reported_at timestamptz(3),
  ref_kind text,
  ref_id uuid,
  last_status text,
  last_reply text,
  last_host text,
  last_tls text,
  finished_at timestamptz(3),
  primary key (organisation_id, id),
  check ((state = 'queued') = (sealed_payload is not null)),
  check ((state = 'queued') = (finished_at is null))
);
call sealpost.protect('sealpost.outgoing_mails', 'select, insert, update');
create index outgoing_mails_due on outgoing_mails (next_attempt_at) where state = 'queued';
create index outgoing_mails_claimed on outgoing_mails (claimed_by) where claimed_by is not null;
create index outgoing_mails_finished on outgoing_mails (finished_at) where finished_at is not null;

create table dkim_keys (
  organisation_id uuid not null,
  domain text not null,
  selector text not null,
  algorithm text not null check (algorithm in ('rsa-sha256', 'ed25519-sha256')),
  sealed_private_key bytea not null,
  public_key text not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, domain, selector)
);
call sealpost.protect('sealpost.dkim_keys', 'select, insert');

-- The sweep asks for mails of all organisations whose time has come and that no living process holds.
create function sealpost.find_due_mails(due_before timestamptz, at_most integer)
returns table (organisation_id uuid, id uuid, domain text)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select m.organisation_id, m.id, m.domain from outgoing_mails m
  where m.state = 'queued' and m.next_attempt_at <= due_before
    and (m.claimed_until is null or m.claimed_until <= due_before)
  order by m.next_attempt_at limit least(at_most, 5000)
$$;
revoke all on function sealpost.find_due_mails from public;
grant execute on function sealpost.find_due_mails to sealpost_runtime;

create function sealpost.renew_mail_claims(holder uuid, until_time timestamptz) returns void
language sql security definer set search_path = sealpost, pg_temp as $$
  update outgoing_mails set claimed_until = until_time where claimed_by = holder
$$;
revoke all on function sealpost.renew_mail_claims from public;
grant execute on function sealpost.renew_mail_claims to sealpost_runtime;

create function sealpost.purge_finished_mails(finished_before timestamptz) returns void
language sql security definer set search_path = sealpost, pg_temp as $$
  delete from outgoing_mails where finished_at < finished_before
$$;
revoke all on function sealpost.purge_finished_mails from public;
grant execute on function sealpost.purge_finished_mails to sealpost_runtime;
