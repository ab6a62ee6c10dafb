/**
 * Phone numbers that may receive a code or a password.
 *
 * Owns: the one decision which written number is a usable mobile number, how a number is shown to somebody who must
 * only recognise it, and which country it belongs to.
 *
 * Invariants: a parsed number is E.164; its country was written with it, or is the organisation's own where a person
 * typed the number and sees how it was understood (`parseTypedPhone`); a masked number hides at least four digits and
 * does not tell how many.
 *
 * Deliberately does not do: ask a network whether the number exists; decide which countries are allowed (a setting of
 * the organisation). A page with a small budget imports mask-phone.ts alone: parsing carries the numbering plans of the
 * whole world.
 */
export { maskPhone } from './mask-phone.ts'
export { formatPhone, parsePhone, parseTypedPhone } from './parse-phone.ts'
export type { E164, ParsedPhone, PhoneKind, PhoneRefusal } from './parse-phone.ts'
