-- What an administrator tells all members; one notice at a time.
create table notices (
  organisation_id uuid not null primary key,
  text text not null check (char_length(text) between 1 and 500),
  written_at timestamptz(3) not null
);
call sealpost.protect('sealpost.notices');
