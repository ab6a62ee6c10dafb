-- One document per organisation instead of a column per setting: what was decided, by the names of the settings, as
-- they are declared in lib/settings. What is absent follows the default. Everything that stood here counts as decided.
alter table organisation_settings
  add column decided jsonb not null default '{}' check (jsonb_typeof(decided) = 'object');

update organisation_settings set decided = jsonb_build_object(
  'expiryDays', expiry_days,
  'maxExpiryDays', max_expiry_days,
  'hideSubject', hide_subject,
  'trustedDevices', trusted_devices,
  'smsCountries', sms_countries,
  'smsDailyBudget', sms_daily_budget,
  'maxRecipientsPerMessage', max_recipients_per_message,
  'route', route,
  'senderRoutes', sender_routes,
  'smsPasswords', sms_passwords,
  'mailPasswords', mail_passwords,
  'copyPasswordToSender', copy_password_to_sender,
  'passwordDays', password_days,
  'neutralNames', neutral_names,
  'maxAttachmentMailBytes', max_attachment_mail_bytes,
  'answersByMail', answers_by_mail,
  'coverNoteGerman', cover_note_german,
  'coverNoteEnglish', cover_note_english,
  'homeCountry', home_country,
  'timeZone', time_zone,
  'incomingMail', incoming_mail,
  'preset', preset
);

alter table organisation_settings
  drop column expiry_days,
  drop column max_expiry_days,
  drop column hide_subject,
  drop column trusted_devices,
  drop column sms_countries,
  drop column sms_daily_budget,
  drop column max_recipients_per_message,
  drop column route,
  drop column sender_routes,
  drop column sms_passwords,
  drop column mail_passwords,
  drop column copy_password_to_sender,
  drop column password_days,
  drop column neutral_names,
  drop column max_attachment_mail_bytes,
  drop column answers_by_mail,
  drop column cover_note_german,
  drop column cover_note_english,
  drop column home_country,
  drop column time_zone,
  drop column incoming_mail,
  drop column preset;
