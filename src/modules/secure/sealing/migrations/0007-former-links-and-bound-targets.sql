-- Links that a newer one replaced, while their message can be opened: who still holds one learns what happened to it and
-- may ask for another. Hashes only, as in copies.
create table former_links (
  organisation_id uuid not null,
  token_hash bytea not null unique,
  copy_id uuid not null,
  proof_hash bytea not null,
  replaced_at timestamptz(3) not null,
  primary key (organisation_id, token_hash),
  foreign key (organisation_id, copy_id) references copies (organisation_id, id)
);
create index former_links_by_copy on former_links (organisation_id, copy_id);
call sealpost.protect('sealpost.former_links', 'select, insert, delete');

-- As find_copy_by_token, for the token of a link that was replaced.
create function sealpost.find_copy_by_former_token(hash bytea) returns table (organisation_id uuid, copy_id uuid)
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select f.organisation_id, f.copy_id from former_links f where f.token_hash = hash
$$;
revoke all on function sealpost.find_copy_by_former_token from public;
grant execute on function sealpost.find_copy_by_former_token to sealpost_runtime;

-- Keyed hash under the server secret over what answers and passwords are encrypted to, and the row it stands in.
alter table messages add column mailbox_recipient_mac bytea check (octet_length(mailbox_recipient_mac) = 32);
