-- When the password was seen to reach its readers: by text messages, or passed on by the sender. Until then a message
-- whose files have arrived is not yet one that can be read.
alter table message_passwords add column passed_on_at timestamptz(3);

-- What was put before senders earlier is theirs to judge; nobody is asked about mails of the past.
update message_passwords set passed_on_at = coalesce(shown_at, erased_at);
