import { ApiError } from '../../../contract/client.ts'
import type { ErrorCode } from '../../../contract/errors/index.ts'
import { SplitKeyError } from '../../../lib/split-key/index.ts'
import { UnopenableContentError } from '../../keys/open-content.ts'
import { StretchError } from '../../keys/web-argon2id.ts'
import type { Texts } from '../texts/language.tsx'

type Problem = Exclude<keyof Texts['problems'], 'title'>

/** Texts by code; a code that is missing here is described by its status. */
const problemOfCode: Readonly<Partial<Record<string, Problem>>> = {
  offline: 'offline',
  'http.too-many': 'tooMany',
  'http.too-large': 'tooLarge',
  'identity.sign-in-refused': 'signInRefused',
  'identity.password-wrong': 'wrongPassword',
  'identity.recovery-refused': 'recoveryRefused',
  'identity.recovery-expired': 'recoveryExpired',
  'identity.too-many-attempts': 'tooMany',
  'identity.locked-out': 'lockedOut',
  'identity.too-many-app-passwords': 'tooManyAppPasswords',
  'recipients.country-not-allowed': 'countryRefused',
  'sms.number-not-usable': 'numberRefused',
  'sms.country-not-allowed': 'countryRefused',
  'sms.budget-used-up': 'noMoreTexts',
  'password.number-refused': 'numberRefused',
  'password.no-texts': 'noTexts',
  'password.no-mails': 'noPasswordMails',
  'password.same-mailbox': 'sameMailbox',
  'password.erased': 'gone',
  'message.bad-expiry': 'expiryRefused',
  'message.ended': 'gone',
  'directory.too-many-rules': 'tooManyRules',
  'directory.settings-invalid': 'settingsRefused',
  'directory.expiry-beyond-maximum': 'settingsRefused',
  'portal.closed': 'gone',
  'message.nothing-to-revoke': 'nothingToRevoke',
  'copy.check-changed': 'checkChanged',
  'copy.no-check': 'checkChanged',
} satisfies Partial<Record<ErrorCode | 'offline', Problem>>

const problemOfStatus: Readonly<Record<number, Problem>> = {
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  410: 'gone',
  413: 'tooLarge',
  429: 'tooMany',
}

/** What a caught error means to a person, and what to do; never the text of the error itself. */
export function describeProblem(error: unknown, t: Texts): string {
  return t.problems[problemOf(error)]
}

function problemOf(error: unknown): Problem {
  if (error instanceof SplitKeyError) return 'keys'
  if (error instanceof UnopenableContentError) return 'content'
  if (error instanceof StretchError) return 'stretch'
  if (!(error instanceof ApiError)) return 'unknown'
  if (error.code.startsWith('recipients.number')) return 'numberRefused'
  return problemOfCode[error.code] ?? problemOfStatus[error.status] ?? (error.status >= 500 ? 'server' : 'unknown')
}
