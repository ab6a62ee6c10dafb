-- What a browser was trusted after: an e-mail code must not open what a text message protects. Of rows from before nobody
-- knows, so they count as the weaker one.
alter table trusted_devices add column check_kind text not null default 'email' check (check_kind in ('sms', 'email'));
alter table trusted_devices alter column check_kind drop default;
