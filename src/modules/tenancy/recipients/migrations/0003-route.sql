-- The route a recipient always takes; null follows the rules of the organisation.
alter table recipients add column route text check (route in ('portal', 'attachment', 'direct'));
