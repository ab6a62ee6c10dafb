/**
 * The catalogue of failures: every code that leaves the server or the command line, what kind of failure it is and what it
 * means. A code that is not here does not compile (`AppError` in app-error.ts), one that nobody throws fails
 * test/architecture/errors.test.ts. No zod and nothing else that costs: clients take only the type.
 */
import { commandsErrors } from './commands.ts'
import { httpErrors } from './http.ts'
import { identityErrors } from './identity.ts'
import { messagesErrors } from './messages.ts'
import { organisationsErrors } from './organisations.ts'
import { packagingErrors } from './packaging.ts'
import { portalErrors } from './portal.ts'
import { recipientsErrors } from './recipients.ts'
import { serverErrors } from './server.ts'
import { setUpErrors } from './set-up.ts'
import { submissionErrors } from './submission.ts'
import { transportErrors } from './transport.ts'

export const errorCatalogue = {
  ...httpErrors,
  ...identityErrors,
  ...organisationsErrors,
  ...recipientsErrors,
  ...setUpErrors,
  ...messagesErrors,
  ...packagingErrors,
  ...portalErrors,
  ...transportErrors,
  ...submissionErrors,
  ...serverErrors,
  ...commandsErrors,
} as const

/** A stable dotted word. */
export type ErrorCode = keyof typeof errorCatalogue

/** The codes of plain refusals: neither signed out, nor too many or too large. */
export type RefusalCode = {
  [Code in ErrorCode]: (typeof errorCatalogue)[Code] extends { readonly kind: 'refused'; readonly reason?: never }
    ? Code
    : never
}[ErrorCode]
