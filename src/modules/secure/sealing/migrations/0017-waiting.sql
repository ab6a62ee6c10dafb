-- What waits for its sender: few rows among many, found without reading the others.
create index copies_waiting on copies (organisation_id, message_id)
  where state in ('parked', 'failed') or new_link_requested_at is not null or number_reported_wrong_at is not null;
create index message_passwords_waiting on message_passwords (organisation_id, message_id)
  where shown_at is not null and passed_on_at is null;
