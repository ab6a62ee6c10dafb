-- How messages leave, what happens with passwords of encrypted files, and how long they are kept.
alter table organisation_settings
  add column route text not null default 'portal' check (route in ('portal', 'attachment', 'direct')),
  add column sender_routes text[] not null default array['portal', 'attachment']
    check (sender_routes <@ array['portal', 'attachment', 'direct']),
  add column sms_passwords boolean not null default true,
  add column mail_passwords boolean not null default true,
  add column copy_password_to_sender boolean not null default false,
  add column password_days int not null default 30 check (password_days between 1 and 3660),
  add column neutral_names boolean not null default false,
  add column max_attachment_mail_bytes int not null default 20971520
    check (max_attachment_mail_bytes between 1048576 and 157286400),
  add column answers_by_mail boolean not null default true,
  add column cover_note_german text not null default '' check (char_length(cover_note_german) <= 600),
  add column cover_note_english text not null default '' check (char_length(cover_note_english) <= 600),
  add column home_country text not null default 'DE' check (home_country ~ '^[A-Z]{2}$'),
  add column preset text check (char_length(preset) <= 40),
  add column incoming_mail jsonb;

-- A domain that begins with a dot means itself and its sub-domains.
create table domain_rules (
  organisation_id uuid not null references organisations,
  domain text not null check (domain = lower(domain) and char_length(domain) <= 254),
  route text not null check (route in ('portal', 'attachment', 'direct')),
  listed_hosts text[] not null default '{}' check (cardinality(listed_hosts) <= 20),
  primary key (organisation_id, domain),
  check (route = 'direct' or cardinality(listed_hosts) = 0)
);
call sealpost.protect('sealpost.domain_rules');
