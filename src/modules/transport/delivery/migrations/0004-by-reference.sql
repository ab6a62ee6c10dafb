-- Mails of a copy that was revoked are taken back while they wait.
create index outgoing_mails_by_reference on outgoing_mails (ref_id) where state = 'queued' and ref_id is not null;
