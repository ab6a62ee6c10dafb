import { refusals } from './errors.ts'
import type { SubmissionLimits } from './limits.ts'
import type { SignInAttempt, SubmissionDeps, SubmissionIdentity } from './ports.ts'
import type { SubmissionMetrics } from './submission-metrics.ts'

export interface SignedIn {
  readonly identity: SubmissionIdentity
  readonly maxRecipients: number
  readonly homeCountry: string
  /** What was allowed then may have been taken away since; after a while the client proves itself again. */
  readonly untilMs: number
}

export type SignIn = (attempt: SignInAttempt) => Promise<SignedIn>

/** Longer ones are nobody's; they are refused before anything is computed from them. */
const maxUserChars = 320
const maxPasswordChars = 256

/** Checks user name and app password through the identity port; one refusal for everything that is wrong with them. */
export function createSignIn(deps: SubmissionDeps, metrics: SubmissionMetrics, limits: SubmissionLimits): SignIn {
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
    const { maxRecipients, homeCountry } = await deps.rulesOf(identity.organisationId)
    return {
      identity,
      homeCountry,
      maxRecipients: Math.min(maxRecipients, limits.maxRecipients),
      untilMs: deps.clock.now().getTime() + limits.maxSignedInMs,
    }
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
