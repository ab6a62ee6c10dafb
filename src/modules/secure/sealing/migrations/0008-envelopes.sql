-- Where reports about a message go, as the sender's program gave it; empty is the null sender. Messages from before had
-- their own address there.
alter table messages
  add column return_path text,
  -- A program wrote it: nothing is sent in answer.
  add column is_automatic boolean not null default false,
  -- Where its author wants answers to go: [{name, address}], as written.
  add column reply_to jsonb not null default '[]';
update messages set return_path = sender_address;
alter table messages alter column return_path set not null;
