/**
 * Phone numbers that may receive a code or a password.
 *
 * Owns: the one decision which written number is a usable mobile number, how a number is shown to somebody who must
 * only recognise it, and which country it belongs to.
 *
 * Invariants: a parsed number is E.164 and was given in international form, so no country is ever guessed; a masked
 * number hides at least four digits and does not tell how many.
 *
 * Deliberately does not do: ask a network whether the number exists; decide which countries are allowed (a setting of
 * the organisation). A page with a small budget imports mask-phone.ts alone: parsing carries the numbering plans of the
 * whole world.
 */
export { maskPhone } from './mask-phone.ts'
export { parsePhone } from './parse-phone.ts'
export type { E164, ParsedPhone, PhoneKind, PhoneRefusal } from './parse-phone.ts'
