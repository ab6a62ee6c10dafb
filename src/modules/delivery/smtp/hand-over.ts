import type { AttemptOutcome } from '../mail.ts'
import type { Endpoint } from '../routing/endpoint.ts'
import { safeReplyText, statusOfReply } from './reply-status.ts'
import { openSession, type SmtpEnvelope, type SmtpSession, type SmtpTimeouts } from './session.ts'
import { SmtpFailure, failureOf } from './smtp-failure.ts'

/** The open connection of one lane; kept between mails, never shared by two at a time. */
export interface SessionSlot {
  session: SmtpSession | null
}

export interface HandOver {
  readonly endpoints: readonly Endpoint[]
  readonly envelope: SmtpEnvelope
  readonly content: Buffer
  readonly slot: SessionSlot
  readonly hostname: string
  readonly timeouts: SmtpTimeouts
  /** The whole attempt must end before this (milliseconds). */
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

/**
 * Gives the mail to the first host that takes it. 4xx and unreachable hosts lead to the next one; 5xx is final. When the
 * connection breaks after the content was sent the host may have taken it, so no other host is tried now.
 */
export async function handOver(work: HandOver): Promise<AttemptOutcome> {
  const failures: { readonly endpoint: Endpoint; readonly failure: SmtpFailure }[] = []
  const deadline = AbortSignal.any([work.signal, AbortSignal.timeout(work.deadlineMs)])
  for (const endpoint of candidates(work)) {
    if (deadline.aborted) break
    // A kept connection that only turned out to be closed gets a fresh one to the same host; an answer is an answer.
    if (failures.some((past) => past.failure.replied && isSame(past.endpoint, endpoint))) continue
    try {
      return await tryEndpoint(endpoint, work, deadline)
    } catch (error) {
      const failure = error instanceof Error ? failureOf(error, 'connection') : new SmtpFailure(unknownFailure)
      dropSession(work.slot)
      failures.push({ endpoint, failure })
      if (failure.permanent || failure.stage === 'content') break
    }
  }
  return outcomeOf(failures, work.signal.aborted)
}

const unknownFailure = { stage: 'connection', text: 'unknown failure' } as const

/** An open connection to one of the hosts comes first; when it turns out to be dead, its host is tried afresh. */
function candidates({ slot, endpoints }: HandOver): readonly Endpoint[] {
  const open = slot.session
  if (open === null) return endpoints
  if (open.isUsable() && endpoints.some((endpoint) => isSame(endpoint, open.endpoint)))
    return [open.endpoint, ...endpoints]
  dropSession(slot)
  return endpoints
}

const isSame = (one: Endpoint, other: Endpoint) =>
  one.host === other.host && one.address === other.address && one.port === other.port

async function tryEndpoint(endpoint: Endpoint, work: HandOver, deadline: AbortSignal): Promise<AttemptOutcome> {
  const session = work.slot.session ?? (await openWithFallback(endpoint, work))
  const { slot } = work
  slot.session = session
  const abort = () => session.abort()
  deadline.addEventListener('abort', abort)
  if (deadline.aborted) abort()
  try {
    const { reply, understandsDsn } = await session.send(work.envelope, work.content)
    return {
      kind: 'sent',
      status: statusOfReply(reply),
      text: safeReplyText(reply),
      reportPassedOn: understandsDsn && work.envelope.dsn !== null,
      host: endpoint.host,
      tls: session.tls,
    }
  } finally {
    deadline.removeEventListener('abort', abort)
  }
}

/** TLS that does not work is worse than none only for an endpoint that demands it (RFC 7435, opportunistic security). */
async function openWithFallback(endpoint: Endpoint, { hostname, timeouts }: HandOver): Promise<SmtpSession> {
  try {
    return await openSession(endpoint, { hostname, timeouts, withoutTls: false })
  } catch (error) {
    const mayFallBack = endpoint.tls === 'opportunistic' && error instanceof SmtpFailure && error.tls
    if (!mayFallBack) throw error
    return openSession(endpoint, { hostname, timeouts, withoutTls: true })
  }
}

/** Gives the connection up; a polite goodbye when it still works. */
export function dropSession(slot: SessionSlot): void {
  slot.session?.close()
  slot.session = null
}

function outcomeOf(
  failures: readonly { readonly endpoint: Endpoint; readonly failure: SmtpFailure }[],
  stopped: boolean,
): AttemptOutcome {
  const chosen =
    failures.findLast(({ failure }) => failure.permanent) ?? failures.findLast(({ failure }) => failure.replied)
  const { endpoint, failure } = chosen ??
    failures.at(-1) ?? { endpoint: null, failure: new SmtpFailure(unknownFailure) }
  const facts = { status: failure.status, text: failure.message, host: endpoint?.host ?? null, tls: null }
  if (stopped) return { ...facts, kind: 'deferred', cause: 'stopped' }
  if (failure.permanent) return { ...facts, kind: 'failed' }
  const wasReached = failures.some((entry) => entry.failure.stage !== 'connection')
  return { ...facts, kind: 'deferred', cause: wasReached ? 'reply' : 'unreachable' }
}
