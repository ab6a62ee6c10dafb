/**
 * Days and moments: as mail writes them (RFC 5322 sections 3.3 and 4.3), and as they are shown in a zone.
 *
 * Invariants: a text that is no date by the standard, or whose zone nobody can know, gives nothing; a guess may show
 * another day than the sender meant, and nobody would notice. What is shown is shown in a zone that somebody decided,
 * never in that of the machine.
 * Deliberately not here: the clock.
 */
export { addDays, dayOf, daysBetween, endOfDay, isDay, type Day } from './day.ts'
export { instantOfClock } from './instant-of-clock.ts'
export { readMailDate, type MailDate } from './mail-date.ts'
export { showDay, showInstant, type Shown, type TimeLanguage, type TimeStyle } from './show-time.ts'
export { isTimeZone, wallClock } from './time-zone.ts'
