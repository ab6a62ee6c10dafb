import { AppError } from '../../../contract/errors/app-error.ts'
import type { LineFault } from '../../../lib/smtp/index.ts'

/** The refusals of submission. Texts are for the person behind the mail program and say what to do. */
export const refusals = {
  signInRefused: () =>
    new AppError(
      'refused',
      'submission.sign-in-refused',
      'User name or app password is wrong; make a new app password in Sealpost and enter it in your mail program',
      { reason: 'signed-out' },
    ),
  signInAged: () =>
    new AppError('unavailable', 'submission.sign-in-aged', 'You were signed in for long enough, connect again'),
  tooManyConnections: () =>
    new AppError(
      'unavailable',
      'submission.too-many-connections',
      'Too many connections from your network, try again in a minute',
      {
        reason: 'too-many',
      },
    ),
  senderForeign: (address: string, allowed: string) =>
    new AppError(
      'refused',
      'submission.sender-foreign',
      `You may send as ${allowed}, not as ${address === '' ? 'nobody' : address}; change the sender in your mail program`,
    ),
  senderSyntax: () =>
    new AppError('invalid', 'submission.sender-syntax', 'The sender is not a mail address Sealpost can answer to'),
  senderQuoted: () =>
    new AppError(
      'invalid',
      'submission.sender-quoted',
      'A sender in quotes is no address of an account; enter the address without them',
    ),
  recipientSyntax: () =>
    new AppError(
      'invalid',
      'submission.recipient-syntax',
      'This is not a mail address Sealpost can reach; check the spelling',
    ),
  addressNeedsUtf8: () =>
    new AppError(
      'invalid',
      'submission.address-needs-utf8',
      'This address needs a mail program that announces SMTPUTF8',
    ),
  tooManyRecipients: (max: number) =>
    new AppError(
      'refused',
      'submission.too-many-recipients',
      `Only ${max} recipients per message; send it again to the others`,
      {
        reason: 'too-many',
        temporary: true,
      },
    ),
  fromMissing: () =>
    new AppError(
      'invalid',
      'submission.from-missing',
      'The message has no From line; enter a sender in your mail program',
    ),
  fromAmbiguous: (field: string) =>
    new AppError(
      'invalid',
      'submission.from-ambiguous',
      `The ${field} line must name exactly one sender, once; correct the sender in your mail program`,
    ),
  headerHasNul: () =>
    new AppError('invalid', 'submission.header-nul', 'The header holds a NUL character; send the message again'),
  headerTooLarge: (max: number) =>
    new AppError(
      'invalid',
      'submission.header-too-large',
      `The header is larger than ${max} bytes; shorten the list of recipients`,
      {
        reason: 'too-large',
      },
    ),
  messageTooLarge: (max: number) =>
    new AppError(
      'invalid',
      'submission.message-too-large',
      `The message is larger than ${max} bytes; send smaller attachments`,
      {
        reason: 'too-large',
      },
    ),
  brokenLines: (fault: LineFault) =>
    new AppError(
      'invalid',
      `submission.${fault.kind}`,
      `Line ${fault.line} holds a ${fault.kind === 'bare-cr' ? 'CR' : 'LF'} alone; the sending program must end every line with CRLF`,
    ),
  cutOff: () => new AppError('unavailable', 'submission.cut-off', 'The connection ended before the message did'),
  notRead: () =>
    new AppError('broken', 'submission.not-read', 'The message was not taken over completely', { temporary: true }),
} as const
