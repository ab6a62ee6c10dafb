-- Set when a mail leaves over verified TLS only; then the MX hosts that the administrator vouches for, perhaps none.
alter table outgoing_mails add column tls_listed_hosts text[];

-- MTA-STS policies (RFC 8461), which receiving domains publish for everybody: there is no organisation in them. The
-- table remembers them over restarts, because only a remembered policy protects against somebody who suppresses it.
create table mta_sts_policies (
  domain text not null primary key,
  policy_id text not null,
  mode text not null check (mode in ('enforce', 'testing', 'none')),
  mx text[] not null,
  fetched_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  -- When a mail last asked for it: what nobody asks for is not kept fresh.
  wanted_at timestamptz(3) not null
);
create index mta_sts_policies_expiry on mta_sts_policies (expires_at);
grant select, insert, update, delete on mta_sts_policies to sealpost_runtime;
