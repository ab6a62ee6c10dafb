create table messages (
  organisation_id uuid not null,
  id uuid not null,
  mailbox_id uuid not null,
  account_id uuid,
  sender_name text not null,
  sender_address text not null,
  sent_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3),
  removed_at timestamptz(3),
  content_id uuid,
  size_bytes bigint not null,
  conversation_recipient text not null,
  mailbox_recipient text not null,
  sealed_envelope bytea,
  dsn_ret text,
  dsn_envid text,
  primary key (organisation_id, id)
);
create index messages_by_mailbox on messages (organisation_id, mailbox_id, id desc);
create index messages_by_expiry on messages (expires_at) where ended_at is null;
create index messages_by_content on messages (content_id);
call sealpost.protect('sealpost.messages');

create table copies (
  organisation_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  recipient_id uuid not null,
  address text not null,
  state text not null check (state in ('parked', 'queued', 'notified', 'failed', 'opened', 'revoked', 'expired')),
  check_kind text check (check_kind in ('sms', 'access-code', 'email')),
  reference text,
  wrapped_identity bytea,
  sealed_share bytea,
  access_salt bytea,
  sealed_access_proof bytea,
  token_hash bytea,
  proof_hash bytea,
  dsn_notify text not null default '',
  dsn_orcpt text,
  notified_at timestamptz(3),
  opened_at timestamptz(3),
  closed_at timestamptz(3),
  new_link_requested_at timestamptz(3),
  number_reported_wrong_at timestamptz(3),
  primary key (organisation_id, id),
  foreign key (organisation_id, message_id) references messages (organisation_id, id)
);
create unique index copies_by_token on copies (token_hash);
create index copies_by_message on copies (organisation_id, message_id);
create index copies_by_recipient on copies (organisation_id, recipient_id);
call sealpost.protect('sealpost.copies');

create table answers (
  organisation_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  copy_id uuid not null,
  mailbox_id uuid not null,
  content_id uuid,
  size_bytes bigint not null,
  verified_by text not null,
  received_at timestamptz(3) not null,
  read_at timestamptz(3),
  request_key uuid not null,
  primary key (organisation_id, id),
  unique (organisation_id, copy_id, request_key),
  foreign key (organisation_id, copy_id) references copies (organisation_id, id)
);
create index answers_by_message on answers (organisation_id, message_id);
create index answers_by_content on answers (content_id);
call sealpost.protect('sealpost.answers');

-- A link names a copy before anything else is known; only the exact hash of its random token finds it.
create function sealpost.find_copy_by_token(hash bytea) returns table (organisation_id uuid, copy_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select c.organisation_id, c.id from copies c where c.token_hash = hash
$$;
revoke all on function sealpost.find_copy_by_token from public;
grant execute on function sealpost.find_copy_by_token to sealpost_runtime;

create function sealpost.organisations_with_expired(as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct m.organisation_id from messages m where m.ended_at is null and m.expires_at <= as_of
$$;
revoke all on function sealpost.organisations_with_expired from public;
grant execute on function sealpost.organisations_with_expired to sealpost_runtime;

-- For the sweep of stored contents that no row names: answers only "known or not" for given identifiers.
create function sealpost.unknown_contents(candidates uuid[]) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select c from unnest(candidates) c
  where not exists (select from messages m where m.content_id = c) and not exists (select from answers a where a.content_id = c)
$$;
revoke all on function sealpost.unknown_contents from public;
grant execute on function sealpost.unknown_contents to sealpost_runtime;
