/**
 * The catalogue of failures: every code that leaves the server or the command line, what kind of failure it is and what it
 * means. A code that is not here does not compile (`AppError` in app-error.ts), one that nobody throws fails
 * test/architecture/errors.test.ts. No zod and nothing else that costs: clients take only the type.
 */
import { auditCodes } from './audit.ts'
import { commandsCodes } from './commands.ts'
import { deliveryCodes } from './delivery.ts'
import { discoveryCodes } from './discovery.ts'
import { httpCodes } from './http.ts'
import { identityCodes } from './identity.ts'
import { notificationsCodes } from './notifications.ts'
import { organisationsCodes } from './organisations.ts'
import { packagingCodes } from './packaging.ts'
import { portalCodes } from './portal.ts'
import { recipientsCodes } from './recipients.ts'
import { sealingCodes } from './sealing.ts'
import { serverCodes } from './server.ts'
import { smsCodes } from './sms.ts'
import { submissionCodes } from './submission.ts'

export const errorCatalogue = {
  ...httpCodes,
  ...auditCodes,
  ...organisationsCodes,
  ...identityCodes,
  ...recipientsCodes,
  ...deliveryCodes,
  ...notificationsCodes,
  ...smsCodes,
  ...discoveryCodes,
  ...submissionCodes,
  ...packagingCodes,
  ...sealingCodes,
  ...portalCodes,
  ...serverCodes,
  ...commandsCodes,
} as const

/** A stable dotted word. */
export type ErrorCode = keyof typeof errorCatalogue

/** The codes of plain refusals: neither signed out, nor too many or too large. */
export type RefusalCode = {
  [Code in ErrorCode]: (typeof errorCatalogue)[Code] extends { readonly kind: 'refused'; readonly reason?: never }
    ? Code
    : never
}[ErrorCode]
