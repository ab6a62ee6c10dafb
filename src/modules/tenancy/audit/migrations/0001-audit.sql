create table audit_entries (
  organisation_id uuid not null,
  id uuid not null,
  at timestamptz(3) not null,
  action text not null,
  actor_kind text not null,
  actor_id text,
  actor_label text,
  subject_kind text,
  subject_id text,
  detail jsonb not null default '{}',
  primary key (organisation_id, id)
);
call sealpost.protect('sealpost.audit_entries', 'select, insert');

create table audit_chain (
  organisation_id uuid not null,
  sequence bigint not null,
  entry_id uuid not null,
  entry_hash bytea not null,
  hash bytea not null,
  primary key (organisation_id, sequence),
  unique (organisation_id, entry_id)
);
call sealpost.protect('sealpost.audit_chain', 'select, insert');

-- Grants already leave no way to change a row; the triggers also stop the owner's own hand.
create function sealpost.refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit tables accept inserts only';
end $$;
create trigger insert_only before update or delete on audit_entries for each row execute function sealpost.refuse_audit_change();
create trigger no_truncate before truncate on audit_entries for each statement execute function sealpost.refuse_audit_change();
create trigger insert_only before update or delete on audit_chain for each row execute function sealpost.refuse_audit_change();
create trigger no_truncate before truncate on audit_chain for each statement execute function sealpost.refuse_audit_change();

create function sealpost.organisations_to_chain() returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct e.organisation_id from audit_entries e
  where not exists (select from audit_chain c where c.organisation_id = e.organisation_id and c.entry_id = e.id)
$$;
revoke all on function sealpost.organisations_to_chain from public;
grant execute on function sealpost.organisations_to_chain to sealpost_runtime;
