-- Messages that were acknowledged while many came at once, until they are written into the tables. `facts` is what those
-- tables hold in clear; secrets are under a key of the shred store that ends when the message has been written.
create table journal (
  organisation_id uuid not null,
  id uuid not null,
  content_id uuid not null,
  accepted_at timestamptz(3) not null,
  -- As text, because its bytes are bound to the secrets. What no column could take, NUL for example, is refused before the
  -- message is acknowledged.
  facts text not null check (facts::jsonb is not null),
  sealed_envelope bytea not null,
  sealed_secrets bytea not null,
  attempts int not null default 0,
  next_attempt_at timestamptz(3) not null,
  failure text,
  primary key (organisation_id, id)
)
-- Rows live for a moment: they are worth no compression.
with (toast_tuple_target = 8160, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
call sealpost.protect('sealpost.journal');

create function sealpost.organisations_with_journal(as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct j.organisation_id from journal j where j.next_attempt_at <= as_of
$$;
revoke all on function sealpost.organisations_with_journal from public;
grant execute on function sealpost.organisations_with_journal to sealpost_runtime;

create function sealpost.journal_state() returns table (waiting bigint, failing bigint, oldest timestamptz)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select count(*) filter (where j.attempts = 0), count(*) filter (where j.attempts > 0), min(j.accepted_at) from journal j
$$;
revoke all on function sealpost.journal_state from public;
grant execute on function sealpost.journal_state to sealpost_runtime;

create or replace function sealpost.sealing_known_keys(candidates bytea[]) returns setof bytea
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select substring(sealed_share from 2 for 24) from copies where sealed_share is not null and substring(sealed_share from 2 for 24) = any (candidates)
  union all
  select substring(sealed_order from 2 for 24) from dispatches where sealed_order is not null and substring(sealed_order from 2 for 24) = any (candidates)
  union all
  select substring(sealed_mail from 2 for 24) from fallbacks where sealed_mail is not null and substring(sealed_mail from 2 for 24) = any (candidates)
  union all
  select substring(sealed_secrets from 2 for 24) from journal where substring(sealed_secrets from 2 for 24) = any (candidates)
$$;

create or replace function sealpost.unknown_contents(candidates uuid[]) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select c from unnest(candidates) c
  where not exists (select from messages m where m.content_id = c) and not exists (select from answers a where a.content_id = c)
    and not exists (select from packages p where p.zip_content_id = c) and not exists (select from packages p where p.pdf_content_id = c)
    and not exists (select from journal j where j.content_id = c)
$$;
