-- The zone in which a promised day is a day. Everybody had that of the server until now, which names no place in most
-- containers; the home country of an organisation is Germany until it says something else.
alter table organisation_settings
  add column time_zone text not null default 'Europe/Berlin' check (char_length(time_zone) between 1 and 64);
