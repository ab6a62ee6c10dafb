create table guest_sessions (
  organisation_id uuid not null,
  token_hash bytea not null,
  copy_id uuid not null,
  link_hash bytea not null,
  started_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  verified_by text,
  primary key (organisation_id, token_hash)
);
create index guest_sessions_by_age on guest_sessions (last_seen_at);
call sealpost.protect('sealpost.guest_sessions');

-- One live code per message and recipient: a new one replaces the last.
create table portal_codes (
  organisation_id uuid not null,
  copy_id uuid not null,
  code_hash bytea not null,
  expires_at timestamptz(3) not null,
  wrong_tries int not null default 0,
  primary key (organisation_id, copy_id)
);
call sealpost.protect('sealpost.portal_codes');

create table portal_code_sends (
  organisation_id uuid not null,
  id uuid not null,
  copy_id uuid not null,
  recipient_id uuid not null,
  sent_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
create index portal_code_sends_by_recipient on portal_code_sends (organisation_id, recipient_id, sent_at);
call sealpost.protect('sealpost.portal_code_sends');

create function sealpost.find_guest_session(hash bytea) returns uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select s.organisation_id from guest_sessions s where s.token_hash = hash
$$;
revoke all on function sealpost.find_guest_session from public;
grant execute on function sealpost.find_guest_session to sealpost_runtime;
create unique index guest_sessions_by_token on guest_sessions (token_hash);

-- Housekeeping across organisations: removes what has no use any more and tells nothing.
create function sealpost.forget_portal_leftovers(before timestamptz) returns void
language sql security definer set search_path = sealpost, pg_temp as $$
  delete from guest_sessions where last_seen_at < before;
  delete from portal_codes where expires_at < before;
  delete from portal_code_sends where sent_at < before;
$$;
revoke all on function sealpost.forget_portal_leftovers from public;
grant execute on function sealpost.forget_portal_leftovers to sealpost_runtime;
