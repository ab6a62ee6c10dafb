import type { Clock } from '../../../../platform/clock/clock.ts'
import type { Database, Tx } from '../../../../platform/database/database.ts'
import { enqueueJob } from '../../../../platform/jobs/jobs.ts'
import { describeError } from '../../../../platform/log/log.ts'
import type { Log } from '../../../../platform/log/log.ts'
import { isAppError } from '../../../../lib/errors/app-error.ts'
import type { Shred } from '../../../../platform/shred/shred.ts'
import { maxUncertainAttempts, nextStep } from '../next-step.ts'
import type { NextStep, SmsFailure } from '../next-step.ts'
import { messageContext, openText } from '../sealed-text.ts'
import type { TextContent } from '../sealed-text.ts'
import type { SmsMetrics } from '../sms-metrics.ts'
import { recordAccepted, recordFailed, recordPause, startAttempt } from '../store.ts'
import type { Attempt, FinishedText, TextKey } from '../store.ts'
import { sendTask } from '../tasks.ts'
import { unavailable, type SmsTransport } from '../transports/transport.ts'

/** A text that will not arrive. */
export interface FailedText extends FinishedText {
  readonly failure: SmsFailure
}

/**
 * Told once for each text that fails for good, in the transaction that records it: what it queues there exists exactly
 * when the failure does. It must not wait for anything outside.
 */
export type OnFinalFailure = (tx: Tx, text: FailedText) => Promise<void>

export interface SendTextDeps {
  readonly database: Database
  readonly shred: Shred
  readonly clock: Clock
  readonly log: Log
  readonly metrics: SmsMetrics
  readonly transport: SmsTransport
  readonly onFinalFailure: OnFinalFailure
}

const attemptTimeoutMs = 30_000

/**
 * One attempt to send a queued text, and the record of what came of it. Not queued any more: nothing happens, so the
 * job may run twice. At least once: a crash between the provider's yes and the record sends the text again under the
 * same reference, which providers that honour it send once.
 */
export async function sendText(deps: SendTextDeps, key: TextKey): Promise<void> {
  const attempt = await deps.database.withOrganisation(key.organisationId, (tx) => startAttempt(tx, key))
  if (attempt === undefined) return
  const step = await tryToSend(deps, attempt)
  await deps.database.withOrganisation(key.organisationId, (tx) => record(deps, tx, { attempt, step }))
  report(deps, attempt, step)
}

async function tryToSend(deps: SendTextDeps, attempt: Attempt): Promise<NextStep> {
  const remainingMs = attempt.notAfter.getTime() - deps.clock.now().getTime()
  if (remainingMs <= 0) return { kind: 'failed', failure: 'expired' }
  if (attempt.uncertainAttempts >= maxUncertainAttempts) return { kind: 'failed', failure: 'outcome-unknown' }
  const content = await readContent(deps, attempt)
  if (content === 'unreadable') return { kind: 'failed', failure: 'unreadable' }
  if (content === 'later') return nextStep(unavailable('unreachable'), attempt, moment(deps))
  const startedMs = performance.now()
  const outcome = await deps.transport.send(
    { ...content, reference: attempt.id, validForSeconds: Math.ceil(remainingMs / 1000) },
    { signal: AbortSignal.timeout(Math.min(remainingMs, attemptTimeoutMs)) },
  )
  deps.metrics.attempted(outcome, (performance.now() - startedMs) / 1000)
  return nextStep(outcome, attempt, moment(deps))
}

const moment = ({ clock }: SendTextDeps) => ({ now: clock.now(), jitter: Math.random() })

/** A key that is gone stays gone; one that cannot be looked for at the moment may be there later. */
async function readContent(deps: SendTextDeps, attempt: Attempt): Promise<TextContent | 'unreadable' | 'later'> {
  try {
    return await openText(deps.shred, messageContext(attempt), attempt.sealed)
  } catch (error) {
    deps.log.error('sms.unreadable', { id: attempt.id, ...describeError(error) })
    return isAppError(error, 'shred.gone') || isAppError(error, 'transit.damaged') ? 'unreadable' : 'later'
  }
}

async function record(
  deps: SendTextDeps,
  tx: Tx,
  { attempt, step }: { readonly attempt: Attempt; readonly step: NextStep },
): Promise<void> {
  const at = deps.clock.now()
  const { organisationId, id, purpose, messageRef } = attempt
  const key = { organisationId, id }
  switch (step.kind) {
    case 'accepted':
      deps.shred.end(tx, [attempt.sealed])
      return recordAccepted(tx, key, { providerId: step.providerId, at })
    case 'again':
      await recordPause(tx, key, step.uncertain)
      return enqueueJob(tx, { task: sendTask, payload: key, runAt: step.at })
    case 'failed':
      deps.shred.end(tx, [attempt.sealed])
      await recordFailed(tx, key, { failure: step.failure, at })
      return deps.onFinalFailure(tx, { ...key, purpose, messageRef, failure: step.failure })
  }
}

function report(deps: SendTextDeps, { id, purpose, attempts }: Attempt, step: NextStep): void {
  if (step.kind !== 'again') deps.metrics.finished(purpose, step.kind)
  const failure = step.kind === 'failed' ? step.failure : undefined
  deps.log.info('sms.attempt-ended', { id, purpose, attempts, result: step.kind, failure })
}
