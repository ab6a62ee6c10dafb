alter table copies
  add column route text not null default 'portal' check (route in ('portal', 'attachment', 'direct')),
  add column route_rule text not null default 'organisation',
  -- The page behind the link asks for the password of the encrypted files in place of an agreed access code.
  add column portal_password boolean not null default false;

-- What a message that does not take the portal still needs, under the transit key: the row exists while it waits to be
-- packed or sent, and its removal is what "it has been dispatched" means.
create table dispatches (
  organisation_id uuid not null,
  message_id uuid not null,
  sealed_order bytea not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, message_id),
  foreign key (organisation_id, message_id) references messages (organisation_id, id)
);
call sealpost.protect('sealpost.dispatches');

-- The encrypted files of a message while mails that carry them are on their way; each is once more an age file, whose
-- one-time identity is in the queued mails only.
create table packages (
  organisation_id uuid not null,
  message_id uuid not null,
  zip_content_id uuid not null,
  pdf_content_id uuid not null,
  created_at timestamptz(3) not null,
  primary key (organisation_id, message_id),
  foreign key (organisation_id, message_id) references messages (organisation_id, id)
);
create index packages_by_zip on packages (zip_content_id);
create index packages_by_pdf on packages (pdf_content_id);
call sealpost.protect('sealpost.packages');

-- The portal mail that replaces an attachment or a direct mail which is refused, under the transit key until it is known
-- to have left.
create table fallbacks (
  organisation_id uuid not null,
  copy_id uuid not null,
  sealed_mail bytea not null,
  primary key (organisation_id, copy_id),
  foreign key (organisation_id, copy_id) references copies (organisation_id, id)
);
call sealpost.protect('sealpost.fallbacks');

-- The password of the encrypted files, encrypted to the sender's mailbox. Before it is shown it only waits for the text
-- messages to arrive.
create table message_passwords (
  organisation_id uuid not null,
  message_id uuid not null,
  sealed bytea,
  shown_at timestamptz(3),
  erases_at timestamptz(3) not null,
  erased_at timestamptz(3),
  primary key (organisation_id, message_id),
  check ((sealed is null) = (erased_at is not null)),
  foreign key (organisation_id, message_id) references messages (organisation_id, id)
);
create index message_passwords_by_end on message_passwords (erases_at) where erased_at is null;
call sealpost.protect('sealpost.message_passwords');

create or replace function sealpost.unknown_contents(candidates uuid[]) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select c from unnest(candidates) c
  where not exists (select from messages m where m.content_id = c) and not exists (select from answers a where a.content_id = c)
    and not exists (select from packages p where p.zip_content_id = c) and not exists (select from packages p where p.pdf_content_id = c)
$$;

create function sealpost.organisations_with_old_passwords(as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct p.organisation_id from message_passwords p where p.erased_at is null and p.erases_at <= as_of
$$;
revoke all on function sealpost.organisations_with_old_passwords from public;
grant execute on function sealpost.organisations_with_old_passwords to sealpost_runtime;

-- Packages that a crash left behind, or whose last mail ended without telling.
create function sealpost.organisations_with_old_packages(as_of timestamptz) returns setof uuid
language sql stable security definer set search_path = sealpost, pg_temp as $$
  select distinct p.organisation_id from packages p where p.created_at <= as_of
$$;
revoke all on function sealpost.organisations_with_old_packages from public;
grant execute on function sealpost.organisations_with_old_packages to sealpost_runtime;
