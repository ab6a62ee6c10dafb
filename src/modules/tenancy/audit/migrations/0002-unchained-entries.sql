-- What the chainer still has to link. Looking for it among all entries took longer with every entry that was ever made.
create table unchained_entries (
  organisation_id uuid not null,
  entry_id uuid not null,
  primary key (organisation_id, entry_id)
);
call sealpost.protect('sealpost.unchained_entries', 'select, delete');
insert into unchained_entries select e.organisation_id, e.id from audit_entries e
  where not exists (select from audit_chain c where c.organisation_id = e.organisation_id and c.entry_id = e.id);

create function sealpost.note_unchained() returns trigger
language plpgsql security definer set search_path = sealpost, pg_temp as $$
begin
  insert into unchained_entries select organisation_id, id from added;
  return null;
end $$;
revoke all on function sealpost.note_unchained from public;
create trigger note_waiting after insert on audit_entries referencing new table as added
  for each statement execute function sealpost.note_unchained();

create or replace function sealpost.organisations_to_chain() returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct w.organisation_id from unchained_entries w
$$;
