-- The last day on which a message can be opened, as its mail names it: "2026-12-29". A text, because a date would be read
-- back in the zone of the machine. From now on expires_at is the last millisecond of that day in the organisation's zone.
alter table messages add column expires_on text;
-- Every organisation's zone is Europe/Berlin at this moment (directory/0004). Mails that have left named the day of the
-- instant, in that zone or in UTC, where it is the same one or the day before: nobody gets less than was promised.
update messages set expires_on = to_char(expires_at at time zone 'Europe/Berlin', 'YYYY-MM-DD');
update messages
  set expires_at = ((expires_on::date + 1)::timestamp at time zone 'Europe/Berlin') - interval '1 millisecond'
  where ended_at is null and removed_at is null;
alter table messages
  alter column expires_on set not null,
  add constraint messages_last_day check (expires_on ~ '^\d{4}-\d{2}-\d{2}$');
