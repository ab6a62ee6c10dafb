/**
 * What notifications say: to a recipient that a message waits, to a sender that something needs attention, and the code
 * sent by e-mail; in German and English, as HTML and plain text.
 *
 * Owns: the templates and their wording. No tables, no jobs; delivery asks for a message when it is about to send it.
 * Invariants: every inserted text is bounded, on one line and escaped; nothing is loaded from outside (the logo travels
 * along); the secret of a link is in the bodies only and a code never in a subject, preview or header; the plain text
 * says all that the HTML says; no Reply-To, so that no answer leaves the protection by accident.
 * Not here: when a notification is sent (sealing, portal), how it travels (delivery), texts of SMS (sms).
 */
export { createNotifications, type NotificationDeps } from './compose-notification.ts'
export type { OrganisationFace } from './face.ts'
export { packageNames } from './package-names.ts'
export { passwordText, type PasswordTextOptions } from './password-text.ts'
