-- verifier columns hold SHA-256 of a derived key that only the owner of the secret can compute.
create table credentials (
  organisation_id uuid not null,
  account_id uuid not null,
  salt bytea not null check (octet_length(salt) = 16),
  verifier bytea not null check (octet_length(verifier) = 32),
  wrapped_identity bytea not null check (octet_length(wrapped_identity) <= 8192),
  recipient text not null,
  changed_at timestamptz(3) not null,
  primary key (organisation_id, account_id),
  foreign key (organisation_id, account_id) references accounts
);
call sealpost.protect('sealpost.credentials');

create table recovery_codes (
  organisation_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  verifier bytea not null check (octet_length(verifier) = 32),
  wrapped_identity bytea not null check (octet_length(wrapped_identity) <= 8192),
  created_at timestamptz(3) not null,
  primary key (organisation_id, id),
  unique (organisation_id, account_id, verifier),
  foreign key (organisation_id, account_id) references accounts
);
call sealpost.protect('sealpost.recovery_codes');

-- Between showing a recovery code and setting the new password; one per account.
create table recovery_tokens (
  organisation_id uuid not null,
  account_id uuid not null,
  code_id uuid not null,
  token_hash bytea not null unique,
  expires_at timestamptz(3) not null,
  primary key (organisation_id, account_id),
  foreign key (organisation_id, code_id) references recovery_codes on delete cascade
);
call sealpost.protect('sealpost.recovery_tokens');

create table app_passwords (
  organisation_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  verifier bytea not null check (octet_length(verifier) = 32),
  wrapped_identity bytea not null check (octet_length(wrapped_identity) <= 8192),
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  primary key (organisation_id, id),
  unique (organisation_id, account_id, verifier),
  foreign key (organisation_id, account_id) references accounts
);
call sealpost.protect('sealpost.app_passwords');

-- share is protected by the transit key and erased when the session ends.
create table sessions (
  organisation_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null unique,
  share bytea,
  device text not null,
  started_at timestamptz(3) not null,
  last_seen_at timestamptz(3) not null,
  ended_at timestamptz(3),
  primary key (organisation_id, id),
  foreign key (organisation_id, account_id) references accounts,
  check ((ended_at is null) = (share is not null))
);
create index sessions_account on sessions (organisation_id, account_id) where ended_at is null;
call sealpost.protect('sealpost.sessions');

-- Networks (keyed hashes) from which an account has signed in: others' failures do not slow it down there.
create table known_networks (
  organisation_id uuid not null,
  account_id uuid not null,
  network_hash bytea not null,
  last_at timestamptz(3) not null,
  primary key (organisation_id, account_id, network_hash),
  foreign key (organisation_id, account_id) references accounts
);
call sealpost.protect('sealpost.known_networks');

create table relay_credentials (
  organisation_id uuid not null,
  id uuid not null,
  name text not null,
  user_name text not null unique,
  verifier bytea not null check (octet_length(verifier) = 32),
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3),
  primary key (organisation_id, id)
);
call sealpost.protect('sealpost.relay_credentials');

-- Wrong attempts of the last hour. They come before any organisation is known, so there is no tenant column; all three
-- values are keyed hashes that say nothing without the server secret.
create table sign_in_failures (
  name_hash bytea not null,
  network_hash bytea not null,
  secret_hash bytea not null,
  failed_at timestamptz(3) not null,
  primary key (name_hash, network_hash, secret_hash)
);
create index sign_in_failures_network on sign_in_failures (network_hash, failed_at);
create index sign_in_failures_time on sign_in_failures (failed_at);
grant select, insert, delete on sign_in_failures to sealpost_runtime;

-- Before the organisation is known: exact keys only, and nothing but identifiers come back.
create function sealpost.find_session(wanted bytea) returns table (organisation_id uuid, session_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select s.organisation_id, s.id from sessions s where s.token_hash = wanted and s.ended_at is null
$$;
create function sealpost.find_recovery_token(wanted bytea) returns table (organisation_id uuid, account_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select t.organisation_id, t.account_id from recovery_tokens t where t.token_hash = wanted
$$;
create function sealpost.find_relay(wanted text) returns table (organisation_id uuid, relay_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select r.organisation_id, r.id from relay_credentials r where r.user_name = wanted
$$;
revoke all on function sealpost.find_session, sealpost.find_recovery_token, sealpost.find_relay from public;
grant execute on function sealpost.find_session, sealpost.find_recovery_token, sealpost.find_relay to sealpost_runtime;
