import type { ErrorCode } from '../../../contract/errors/index.ts'
import { isAppError, type AppError } from '../../../lib/errors/app-error.ts'
import { replyText, type SmtpReply } from '../../../lib/smtp/index.ts'

type Status = readonly [code: number, enhanced: string]

const statusByCode: Readonly<Record<string, Status>> = {
  'submission.sign-in-refused': [535, '5.7.8'],
  'submission.sign-in-aged': [421, '4.7.0'],
  'submission.too-many-connections': [421, '4.7.0'],
  'submission.sender-syntax': [553, '5.1.7'],
  'submission.sender-quoted': [501, '5.1.7'],
  'submission.recipient-syntax': [553, '5.1.3'],
  'submission.address-needs-utf8': [553, '5.6.7'],
  'submission.too-many-recipients': [452, '4.5.3'],
  'policy.phone-invalid': [550, '5.1.3'],
  'policy.address-invalid': [553, '5.1.3'],
  'policy.address-undeliverable': [550, '5.1.2'],
  'policy.only-phones': [554, '5.5.1'],
  'policy.too-many-phones': [550, '5.5.3'],
} satisfies Partial<Record<ErrorCode, Status>>
const statusByReason: Readonly<Record<NonNullable<AppError['reason']>, Status>> = {
  'signed-out': [535, '5.7.8'],
  'too-many': [451, '4.7.1'],
  'too-large': [552, '5.3.4'],
  gone: [550, '5.1.1'],
}
const statusByKind: Readonly<Record<AppError['kind'], Status>> = {
  refused: [550, '5.7.1'],
  invalid: [550, '5.6.0'],
  conflict: [451, '4.3.0'],
  'not-found': [550, '5.1.1'],
  unavailable: [451, '4.3.0'],
  broken: [451, '4.3.0'],
}
const storageFull: SmtpReply = {
  code: 452,
  enhanced: '4.3.1',
  text: 'The server has no space left; your mail program will try again',
}
const unexpected: SmtpReply = {
  code: 451,
  enhanced: '4.3.0',
  text: 'The message could not be stored; your mail program will try again',
}

/** ENOSPC and EDQUOT of the file system, disk_full of PostgreSQL. */
const fullDiskCodes = new Set(['ENOSPC', 'EDQUOT', '53100'])
const maxCauses = 8

/** The only place that chooses an SMTP reply for a failure. Whatever has no meaning for the outside is temporary: the client keeps the message. */
export function smtpReplyOf(error: unknown): SmtpReply {
  if (isFullDisk(error)) return storageFull
  if (!isAppError(error)) return unexpected
  const [code, enhanced] = statusOf(error)
  return { code, enhanced, text: replyText(error.publicText) }
}

function statusOf(error: AppError): Status {
  const exact = statusByCode[error.code]
  if (exact !== undefined) return exact
  const status = error.reason === undefined ? statusByKind[error.kind] : statusByReason[error.reason]
  return error.temporary && status[0] >= 500 ? [451, status[1].replace(/^5/, '4')] : status
}

function isFullDisk(error: unknown): boolean {
  let cause = error
  for (let depth = 0; depth < maxCauses && cause instanceof Error; depth++) {
    if ('code' in cause && typeof cause.code === 'string' && fullDiskCodes.has(cause.code)) return true
    cause = cause.cause
  }
  return false
}

/** RFC 4954 section 4.7.2: a sign-in that fails for now is 454, so that a mail program does not ask for a new password. */
export function signInReplyOf(error: unknown): SmtpReply {
  const reply = smtpReplyOf(error)
  return reply.code >= 500 ? reply : { ...reply, code: 454, enhanced: '4.7.0' }
}
