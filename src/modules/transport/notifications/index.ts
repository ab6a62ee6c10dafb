/**
 * What notifications say: to a recipient that a message waits or is attached, to a sender that something needs attention,
 * and codes and passwords sent by mail; in German and English, as HTML and plain text. Also the text message that brings
 * a password.
 *
 * Owns: the templates and their wording. No tables, no jobs; delivery asks for a message when it is about to send it.
 * Invariants: every inserted text is bounded, on one line (a note of the organisation: on thirty) and escaped; nothing is
 * loaded from outside (the logo travels along); the secret of a link is in the bodies only, a code or password never in
 * a subject, preview or header, and the password of attachments never in the mail that carries them; the plain text
 * says all that the HTML says; no Reply-To, so that no answer leaves the protection by accident, unless the organisation
 * takes answers by mail: then the mail with the attachments has one, and says what that means.
 * Not here: when a notification is sent (sealing, portal), how it travels (delivery), how texts travel (sms), how ZIP and
 * PDF are made (packaging).
 */
export { createNotifications, type NotificationDeps, type Notifications } from './compose-notification.ts'
export type { OrganisationFace } from './face.ts'
export type { MailParams, TemplatedMail } from './params.ts'
export { packageNames } from './package-names.ts'
export { faceOf } from './wire.ts'
export { passwordText, type PasswordTextOptions } from './password-text.ts'
