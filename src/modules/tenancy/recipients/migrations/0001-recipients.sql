-- The number and the derived access code are under the transit key; number_hash finds a number without showing it.
create table recipients (
  organisation_id uuid not null,
  id uuid not null,
  address text not null check (address = lower(address)),
  check_kind text check (check_kind in ('sms', 'access-code', 'email')),
  sealed_number bytea,
  number_hash bytea,
  masked_number text,
  access_key_id uuid,
  created_by uuid,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  failures int not null default 0,
  locked_at timestamptz(3),
  primary key (organisation_id, id),
  unique (organisation_id, address),
  check ((check_kind is not distinct from 'sms') = (sealed_number is not null)),
  check ((check_kind is not distinct from 'access-code') = (access_key_id is not null))
);
call sealpost.protect('sealpost.recipients', 'select, insert, update');

-- Earlier access codes stay: copies that were wrapped under one can be opened with that one only.
create table access_keys (
  organisation_id uuid not null,
  id uuid not null,
  recipient_id uuid not null,
  sealed_key bytea not null,
  salt bytea not null check (octet_length(salt) = 16),
  created_at timestamptz(3) not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, recipient_id) references recipients
);
call sealpost.protect('sealpost.access_keys', 'select, insert, delete');

create table trusted_devices (
  organisation_id uuid not null,
  id uuid not null,
  recipient_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  primary key (organisation_id, id),
  unique (organisation_id, recipient_id, token_hash),
  foreign key (organisation_id, recipient_id) references recipients
);
call sealpost.protect('sealpost.trusted_devices');
