import { refusals } from './errors.ts'
import type { SignInAttempt, SubmissionDeps, SubmissionIdentity } from './ports.ts'
import type { SubmissionMetrics } from './submission-metrics.ts'

export interface SignedIn {
  readonly identity: SubmissionIdentity
  readonly maxRecipients: number
}

export type SignIn = (attempt: SignInAttempt) => Promise<SignedIn>

/** Longer ones are nobody's; they are refused before anything is computed from them. */
const maxUserChars = 320
const maxPasswordChars = 256

/** Checks user name and app password through the identity port; one refusal for everything that is wrong with them. */
export function createSignIn(deps: SubmissionDeps, metrics: SubmissionMetrics, serverMaxRecipients: number): SignIn {
  return async (attempt) => {
    const isPlausible =
      attempt.user !== '' &&
      attempt.user.length <= maxUserChars &&
      attempt.password !== '' &&
      attempt.password.length <= maxPasswordChars
    const identity = isPlausible ? await authenticate(deps, attempt, metrics) : null
    metrics.signIns.inc({ result: identity === null ? 'refused' : identity.kind })
    if (identity === null) {
      deps.log.info('submission.sign-in-refused', { remoteAddress: attempt.remoteAddress })
      throw refusals.signInRefused()
    }
    const maxRecipients = await deps.maxRecipientsOf(identity.organisationId)
    return { identity, maxRecipients: Math.min(maxRecipients, serverMaxRecipients) }
  }
}

async function authenticate(
  deps: SubmissionDeps,
  attempt: SignInAttempt,
  metrics: SubmissionMetrics,
): Promise<SubmissionIdentity | null> {
  try {
    return await deps.authenticate(attempt)
  } catch (error) {
    metrics.signIns.inc({ result: 'unavailable' })
    throw error
  }
}
