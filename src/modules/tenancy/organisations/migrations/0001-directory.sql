create table organisations (
  organisation_id uuid primary key,
  name text not null,
  language text not null check (language in ('de', 'en')),
  created_at timestamptz(3) not null
);
create unique index organisations_name on organisations (lower(name));
call sealpost.protect('sealpost.organisations', 'select, insert, update');

create table organisation_settings (
  organisation_id uuid primary key references organisations,
  expiry_days int not null default 30,
  max_expiry_days int not null default 365,
  hide_subject boolean not null default false,
  trusted_devices boolean not null default true,
  sms_countries text[] not null default array['DE', 'AT', 'CH', 'NL', 'BE', 'LU', 'FR'],
  sms_daily_budget int not null default 500,
  max_recipients_per_message int not null default 500,
  check (expiry_days between 1 and max_expiry_days and max_expiry_days <= 3660)
);
call sealpost.protect('sealpost.organisation_settings', 'select, insert, update');

create table branding (
  organisation_id uuid primary key references organisations,
  display_name text not null,
  primary_colour text not null check (primary_colour ~ '^#[0-9a-f]{6}$'),
  terms_url text,
  privacy_url text
);
call sealpost.protect('sealpost.branding');

create table logos (
  organisation_id uuid primary key references organisations,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  content bytea not null check (octet_length(content) <= 262144),
  sha256 bytea not null
);
call sealpost.protect('sealpost.logos');

-- Only a verified domain is taken: a claim alone must not keep the owner out.
create table domains (
  organisation_id uuid not null references organisations,
  domain text not null,
  verification_token text not null,
  verified_at timestamptz(3),
  primary key (organisation_id, domain)
);
create unique index domains_verified on domains (domain) where verified_at is not null;
call sealpost.protect('sealpost.domains');

create table accounts (
  organisation_id uuid not null references organisations,
  id uuid not null,
  address text not null unique check (address = lower(address)),
  display_name text not null,
  is_admin boolean not null,
  language text not null check (language in ('de', 'en')),
  created_at timestamptz(3) not null,
  closed_at timestamptz(3),
  primary key (organisation_id, id)
);
call sealpost.protect('sealpost.accounts', 'select, insert, update');

create table mailboxes (
  organisation_id uuid not null references organisations,
  id uuid not null,
  address text not null unique check (address = lower(address)),
  display_name text not null,
  recipient text not null,
  kind text not null check (kind in ('personal', 'shared')),
  created_at timestamptz(3) not null,
  primary key (organisation_id, id)
);
call sealpost.protect('sealpost.mailboxes', 'select, insert, update');

create table mailbox_members (
  organisation_id uuid not null,
  mailbox_id uuid not null,
  account_id uuid not null,
  sealed_identity bytea not null check (octet_length(sealed_identity) <= 8192),
  primary key (organisation_id, mailbox_id, account_id),
  foreign key (organisation_id, mailbox_id) references mailboxes,
  foreign key (organisation_id, account_id) references accounts
);
create index mailbox_members_account on mailbox_members (organisation_id, account_id);
call sealpost.protect('sealpost.mailbox_members');

-- Before the organisation is known: exact keys only, and nothing but identifiers come back.
create function sealpost.find_account(wanted text) returns table (organisation_id uuid, account_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select a.organisation_id, a.id from accounts a where a.address = wanted and a.closed_at is null
$$;
create function sealpost.find_organisation(wanted text) returns table (organisation_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select o.organisation_id from organisations o where lower(o.name) = lower(wanted) or o.organisation_id::text = lower(wanted)
$$;
create function sealpost.find_domain(wanted text) returns table (organisation_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select d.organisation_id from domains d where d.domain = wanted and d.verified_at is not null
$$;
-- For work that repeats over all organisations, such as sweeps.
create function sealpost.organisation_ids() returns table (organisation_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select o.organisation_id from organisations o order by 1
$$;
revoke all on function sealpost.find_account, sealpost.find_organisation, sealpost.find_domain, sealpost.organisation_ids from public;
grant execute on function sealpost.find_account, sealpost.find_organisation, sealpost.find_domain, sealpost.organisation_ids to sealpost_runtime;
