-- One row per text that was asked for. The number and the text are sealed under the transit key and erased as soon as
-- the provider has taken the text or it has failed for good; what stays tells that, when and to which country.
create table sms_messages (
  organisation_id uuid not null,
  id uuid not null,
  purpose text not null check (purpose in ('portal-code', 'password')),
  message_ref text not null check (length(message_ref) between 1 and 100),
  country text not null check (country ~ '^[A-Z]{2}$'),
  number_hash bytea not null,
  sealed bytea,
  state text not null default 'queued' check (state in ('queued', 'accepted', 'delivered', 'failed')),
  failure text,
  attempts integer not null default 0,
  uncertain_attempts integer not null default 0,
  under_way boolean not null default false,
  provider_id text,
  queued_at timestamptz not null,
  not_after timestamptz not null,
  accepted_at timestamptz,
  finished_at timestamptz,
  used_at timestamptz,
  primary key (organisation_id, id),
  check ((state = 'queued') = (sealed is not null)),
  check ((state = 'failed') = (failure is not null))
);
create index sms_messages_by_reference on sms_messages (organisation_id, message_ref);
create index sms_messages_by_day on sms_messages (organisation_id, queued_at);
create index sms_messages_by_provider_id on sms_messages (provider_id, accepted_at) where provider_id is not null;
call sealpost.protect('sms_messages', 'select, insert, update');

-- The daily budget: one row per organisation and day (UTC), raised in the transaction that queues the text.
create table sms_daily_counts (
  organisation_id uuid not null,
  day date not null,
  queued integer not null check (queued >= 0),
  primary key (organisation_id, day)
);
call sealpost.protect('sms_daily_counts', 'select, insert, update');

-- The catcher of the demo: texts that would have left. It stands for the outside world, so it belongs to no
-- organisation, and no transaction that acts for one sees it.
create table sms_outbox (
  reference text primary key,
  sealed bytea not null,
  kept_at timestamptz not null
);
alter table sms_outbox enable row level security;
create policy outside_world on sms_outbox using (sealpost.current_organisation() is null)
  with check (sealpost.current_organisation() is null);
grant select, insert, delete on sms_outbox to sealpost_runtime;

-- A receipt names the provider's id only; this finds whose text it was.
create function sms_find_accepted(wanted_id text, accepted_since timestamptz)
returns table (organisation_id uuid, id uuid)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.organisation_id, m.id from sealpost.sms_messages m
  where m.provider_id = wanted_id and m.accepted_at >= accepted_since
  order by m.accepted_at desc limit 1
$$;
revoke all on function sms_find_accepted from public;
grant execute on function sms_find_accepted to sealpost_runtime;

create function sms_prune(queued_before timestamptz) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with counts as (delete from sealpost.sms_daily_counts where day < queued_before::date),
    caught as (delete from sealpost.sms_outbox where kept_at < queued_before),
    gone as (delete from sealpost.sms_messages where queued_at < queued_before and state <> 'queued' returning 1)
  select count(*) from gone
$$;
revoke all on function sms_prune from public;
grant execute on function sms_prune to sealpost_runtime;
