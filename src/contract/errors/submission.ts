import type { ErrorEntry } from './error-entry.ts'

/** What mail programs are refused over SMTP. */
export const submissionCodes = {
  'submission.address-needs-utf8': {
    kind: 'invalid',
    meaning: 'This address needs a mail program that announces SMTPUTF8.',
  },
  'submission.bare-cr': { kind: 'invalid', meaning: 'A line of the mail holds a CR alone.' },
  'submission.bare-lf': { kind: 'invalid', meaning: 'A line of the mail holds an LF alone.' },
  'submission.cut-off': { kind: 'unavailable', meaning: 'The connection ended before the message did.' },
  'submission.from-ambiguous': { kind: 'invalid', meaning: 'The sender line must name exactly one sender, once.' },
  'submission.from-missing': {
    kind: 'invalid',
    meaning: 'The message has no From line; enter a sender in your mail program.',
  },
  'submission.header-nul': { kind: 'invalid', meaning: 'The header holds a NUL character; send the message again.' },
  'submission.header-too-large': {
    kind: 'invalid',
    reason: 'too-large',
    meaning: 'The header of the mail is too large.',
  },
  'submission.message-too-large': { kind: 'invalid', reason: 'too-large', meaning: 'The mail is too large.' },
  'submission.not-read': { kind: 'broken', meaning: 'The message was not taken over completely.' },
  'submission.parameter-syntax': { kind: 'invalid', meaning: 'A parameter is not written as RFC 3461 says.' },
  'submission.parameter-unknown': { kind: 'invalid', meaning: 'Parameter not known here; see the EHLO answer.' },
  'submission.recipient-syntax': {
    kind: 'invalid',
    meaning: 'This is not a mail address Sealpost can reach; check the spelling.',
  },
  'submission.sender-foreign': { kind: 'refused', meaning: 'The sender is not one that may be used here.' },
  'submission.sender-quoted': { kind: 'invalid', meaning: 'A sender in quotes is no address of an account.' },
  'submission.sender-syntax': { kind: 'invalid', meaning: 'The sender is not a mail address Sealpost can answer to.' },
  'submission.sign-in-aged': { kind: 'unavailable', meaning: 'You were signed in for long enough, connect again.' },
  'submission.sign-in-refused': {
    kind: 'refused',
    reason: 'signed-out',
    meaning:
      'User name or app password is wrong; make a new app password in Sealpost and enter it in your mail program.',
  },
  'submission.too-many-connections': {
    kind: 'unavailable',
    reason: 'too-many',
    meaning: 'Too many connections from your network, try again in a minute.',
  },
  'submission.too-many-recipients': {
    kind: 'refused',
    reason: 'too-many',
    meaning: 'The mail has more recipients than may be named at once.',
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>
