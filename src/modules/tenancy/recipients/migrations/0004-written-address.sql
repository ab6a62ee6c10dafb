-- `address` is folded to find and compare by; this is the address as it was written first, to send to and to show.
alter table recipients add column written_address text;
update recipients set written_address = address;
alter table recipients alter column written_address set not null;
