-- A recipient who has a mailbox of the organisation opens the message there, signed in: the envelope sealed to that mailbox.
alter table copies
  add column mailbox_id uuid,
  add column sealed_envelope bytea,
  add check (sealed_envelope is null or mailbox_id is not null);
create index copies_by_mailbox on copies (organisation_id, mailbox_id) where mailbox_id is not null;
