-- Keyed hash under the server secret over a mailbox's key, its row and its address: checked before anything is sealed to
-- the key. Rows of an older version get theirs once, at the first start after this migration.
alter table mailboxes add column recipient_mac bytea check (octet_length(recipient_mac) = 32);
-- A mailbox's key is made with the mailbox and never changes.
revoke update on mailboxes from sealpost_runtime;
-- Says that the rows of older versions have been bound; see bindTargetsOnce.
alter table sealpost.installation add column targets_mark bytea;
