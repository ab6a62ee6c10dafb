/**
 * The portal: how an outside recipient proves who they are, and is then given the server's key share.
 *
 * Owns: tables guest_sessions, portal_codes and portal_code_sends; the rules of codes; the cookie of trusted browsers; the
 * job portal.forget.
 * Invariants: nothing is shown, sent or counted before the page proved that it holds the link's secret; the share leaves
 * only after the check; a code is stored as a keyed hash, lives ten minutes and five tries; guesses at one recipient are
 * judged one at a time; every failure has one answer; a session ends with the link it was started with; fetching a page
 * changes nothing.
 * Not here: keys and contents (sealing), numbers and locks (recipients), sending (sms, delivery), the page itself (clients).
 */
export { createPortal, type Portal } from './create-portal.ts'
export type { PortalDeps, PortalRecipients } from './ports.ts'
export { wirePortal } from './wire.ts'
