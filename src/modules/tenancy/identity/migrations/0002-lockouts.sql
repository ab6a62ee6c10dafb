-- The single internet address (IPv4 address, IPv6 /64) beside the wider network.
alter table sign_in_failures add column address_hash bytea;
create index sign_in_failures_address on sign_in_failures (address_hash, failed_at);

-- Internet addresses that are locked out, or were within the last day: each further lock-out lasts longer. The address itself
-- is under the transit key, for the list that an administrator sees.
create table sign_in_lockouts (
  address_hash bytea primary key,
  sealed_address bytea not null,
  times int not null check (times > 0),
  locked_at timestamptz(3) not null,
  ends_at timestamptz(3) not null check (ends_at > locked_at)
);
grant select, insert, update, delete on sign_in_lockouts to sealpost_runtime;

-- Whose names were tried from there, so that support finds the lock-out by the account of who calls; the organisation of an
-- account that exists, for the audit log.
create table sign_in_lockout_names (
  address_hash bytea not null references sign_in_lockouts on delete cascade,
  name_hash bytea not null,
  of_organisation uuid,
  primary key (address_hash, name_hash)
);
create index sign_in_lockout_names_name on sign_in_lockout_names (name_hash);
grant select, insert, delete on sign_in_lockout_names to sealpost_runtime;
