-- Sealed contents up to some kilobytes live beside their message: one transaction, one flush to disk.
create table small_contents (
  organisation_id uuid not null,
  id uuid not null,
  sealed bytea not null,
  primary key (organisation_id, id)
);
-- Ciphertext does not compress.
alter table small_contents alter column sealed set storage external;
call sealpost.protect('sealpost.small_contents', 'select, insert, delete');
