-- Keyed hash under the server secret over an account's public key and its row, as for mailboxes.
alter table credentials add column recipient_mac bytea check (octet_length(recipient_mac) = 32);
