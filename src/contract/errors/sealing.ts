import type { ErrorEntry } from './error-entry.ts'

/** Messages, their copies, passwords and answers, and the rules for envelopes; also that a recipient comes too late. */
export const sealingCodes = {
  'answer.cut-off': { kind: 'invalid', meaning: 'The answer arrived incomplete. Try again.' },
  'answer.key-not-authentic': {
    kind: 'refused',
    meaning: 'Answers cannot be sent here at present: the sender’s key could not be verified. Please call the sender.',
  },
  'answer.not-encrypted': {
    kind: 'invalid',
    meaning: 'The answer is not an encrypted file, or only the beginning of one.',
  },
  'answer.too-large': {
    kind: 'invalid',
    reason: 'too-large',
    meaning: 'The answer is larger than the server accepts.',
  },
  'answer.too-many': { kind: 'refused', meaning: 'As many answers as there may be were sent to this message.' },
  'content.unknown': { kind: 'not-found', meaning: 'This content does not exist.' },
  'copy.bad-shares': { kind: 'invalid', meaning: 'The request is not in the expected form.' },
  'copy.check-changed': {
    kind: 'conflict',
    meaning: 'The check of this recipient was changed in the meantime. Try again.',
  },
  'copy.no-check': { kind: 'conflict', meaning: 'First choose how the recipient proves who they are.' },
  'copy.signs-in': { kind: 'conflict', meaning: 'This recipient reads the message signed in and needs no link.' },
  'message.bad-expiry': {
    kind: 'invalid',
    meaning: 'The day lies before today, or beyond what the organisation allows.',
  },
  'message.bad-recipient': {
    kind: 'invalid',
    meaning: 'One of the recipients is not an address that mail can be sent to.',
  },
  'message.ended': { kind: 'conflict', meaning: 'This message can no longer be opened.' },
  'message.header-too-large': {
    kind: 'invalid',
    reason: 'too-large',
    meaning: 'The header of this message is larger than one megabyte; remove some of its recipients.',
  },
  'message.journal-full': {
    kind: 'unavailable',
    meaning: 'More messages arrived than the server can write down; try again later.',
  },
  'message.mailbox-not-read': { kind: 'broken', meaning: 'The mailbox of a message was not read.' },
  'message.no-mailbox': { kind: 'refused', meaning: 'The sender has no mailbox here.' },
  'message.no-recipient': { kind: 'invalid', meaning: 'The message has no recipient.' },
  'message.nothing-to-revoke': { kind: 'conflict', meaning: 'Nobody can open this message any more.' },
  'message.too-many-recipients': {
    kind: 'refused',
    meaning: 'The message has more recipients than the organisation allows.',
  },
  'message.unknown': { kind: 'not-found', meaning: 'This message does not exist.' },
  'password.erased': { kind: 'conflict', reason: 'gone', meaning: 'The password of this message has been erased.' },
  'password.no-mails': { kind: 'refused', meaning: 'Your organisation does not send passwords by mail.' },
  'password.no-texts': { kind: 'refused', meaning: 'Your organisation does not send passwords by text message.' },
  'password.none': { kind: 'not-found', meaning: 'There is no password for this message.' },
  'password.number-refused': { kind: 'invalid', meaning: 'This is not a number that a password can be sent to.' },
  'password.same-mailbox': {
    kind: 'invalid',
    meaning: 'The message itself went to this mailbox. Choose another address, or a phone.',
  },
  'policy.address-invalid': { kind: 'invalid', meaning: 'This is not a mail address that mail can be sent to.' },
  'policy.address-undeliverable': {
    kind: 'invalid',
    meaning: 'The address cannot be reached by mail; a phone is written as a number.',
  },
  'policy.only-phones': {
    kind: 'invalid',
    meaning: "The message names only phones; add the recipient's mail address beside the phone number.",
  },
  'policy.password-to-invalid': {
    kind: 'invalid',
    meaning: 'X-Sealpost-Password-To holds neither a phone number nor a mail address.',
  },
  'policy.password-to-too-long': {
    kind: 'invalid',
    meaning: 'X-Sealpost-Password-To names too many phones or addresses.',
  },
  'policy.phone-invalid': { kind: 'invalid', meaning: 'A phone in the envelope is not written as a number.' },
  'policy.route-unknown': { kind: 'invalid', meaning: 'X-Sealpost-Route must say portal, attachment or direct.' },
  'policy.too-many-phones': { kind: 'invalid', meaning: 'The message names too many phones.' },
  'portal.closed': {
    kind: 'refused',
    reason: 'gone',
    meaning: 'The message ended for this recipient: revoked or expired.',
  },
  'sealing.check-changed': { kind: 'unavailable', meaning: 'The check of a recipient changed while it was packed.' },
} as const satisfies Readonly<Record<string, ErrorEntry>>
