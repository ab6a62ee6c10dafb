-- The inbox: what came to a mailbox, newest first, and how much of it nobody has read.
drop index copies_by_mailbox;
create index copies_by_mailbox on copies (organisation_id, mailbox_id, id desc) where mailbox_id is not null;
create index copies_unread on copies (organisation_id, mailbox_id) where opened_at is null and sealed_envelope is not null;
create index answers_by_mailbox on answers (organisation_id, mailbox_id, id desc);
create index answers_unread on answers (organisation_id, mailbox_id) where read_at is null;
