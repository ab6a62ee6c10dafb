/**
 * Times as mail writes them (RFC 5322 sections 3.3 and 4.3).
 *
 * Invariant: a text that is no date by the standard, or whose zone nobody can know, gives nothing. A guess may show
 * another day than the sender meant, and nobody would notice.
 * Deliberately not here: the clock, time zones of places, how people write dates.
 */
export { readMailDate, type MailDate } from './mail-date.ts'
