import { isDeepStrictEqual } from 'node:util'
import type { AttemptOutcome } from '../mail.ts'
import type { Endpoint } from '../routing/endpoint.ts'
import { causeOfRefusal, type Refusal } from './failure-cause.ts'
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
  readonly carries: Refusal['carries']
  /** The domain that the mail is for. */
  readonly domain: string
  readonly authorities: readonly string[] | undefined
  readonly slot: SessionSlot
  readonly hostname: string
  readonly timeouts: SmtpTimeouts
  /** The whole attempt must end before this (milliseconds). */
  readonly deadlineMs: number
  readonly signal: AbortSignal
  /** The hosts were named by the recipient's domain; a smarthost that refuses to begin is a fault of settings, here or there. */
  readonly isFinalWhenClosed: boolean
  /** A host said 5yz before any mail. */
  readonly noteClosedDoor: () => void
}

/**
 * Gives the mail to the first host that takes it. 4xx, unreachable hosts and those that refuse to
 * begin lead to the next one; 5xx is final, and so are closed doors when all hosts have one. When the
 * connection breaks after the content was sent the host may have taken it, so no other host is tried now.
 */
export async function handOver(work: HandOver): Promise<AttemptOutcome> {
  const failures: PastFailure[] = []
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
      if (failure.closedDoor !== null) work.noteClosedDoor()
      failures.push({ endpoint, failure })
      if (failure.permanent || failure.stage === 'content') break
    }
  }
  return outcomeOf(failures, work)
}

const unknownFailure = { stage: 'connection', text: 'unknown failure' } as const

/** An open connection to one of the hosts comes first; when it turns out to be dead, its host is tried afresh. */
function candidates({ slot, endpoints }: HandOver): readonly Endpoint[] {
  const open = slot.session
  if (open === null) return endpoints
  if (open.isUsable() && endpoints.some((endpoint) => isSame(endpoint, open.endpoint) && demandsSame(endpoint, open)))
    return [open.endpoint, ...endpoints]
  dropSession(slot)
  return endpoints
}

/** A connection that was opened for a mail of lower demands carries none of higher ones. */
const demandsSame = ({ tls, verify, dane, policy }: Endpoint, { endpoint: opened }: SmtpSession) =>
  tls === opened.tls && verify === opened.verify && policy === opened.policy && isDeepStrictEqual(dane, opened.dane)

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
      policy: endpoint.policy,
    }
  } finally {
    deadline.removeEventListener('abort', abort)
  }
}

/** TLS that does not work is worse than none only for an endpoint that demands it (RFC 7435, opportunistic security). */
async function openWithFallback(
  endpoint: Endpoint,
  { hostname, timeouts, authorities, domain }: HandOver,
): Promise<SmtpSession> {
  const options = { hostname, timeouts, authorities, domain }
  try {
    return await openSession(endpoint, { ...options, withoutTls: false })
  } catch (error) {
    const mayFallBack = endpoint.tls === 'opportunistic' && error instanceof SmtpFailure && error.tls
    if (!mayFallBack) throw error
    return openSession(endpoint, { ...options, withoutTls: true })
  }
}

/** Gives the connection up; a polite goodbye when it still works. */
export function dropSession(slot: SessionSlot): void {
  slot.session?.close()
  slot.session = null
}

interface PastFailure {
  readonly endpoint: Endpoint
  readonly failure: SmtpFailure
}

const isUnproven = ({ endpoint, failure }: PastFailure) => endpoint.policy !== null && failure.tls

function outcomeOf(failures: readonly PastFailure[], work: HandOver): AttemptOutcome {
  const { signal, carries } = work
  const chosen =
    failures.findLast(({ failure }) => failure.permanent) ??
    failures.findLast((past) => past.failure.replied && !isUnproven(past)) ??
    failures.findLast(isUnproven) ??
    failures.at(-1)
  const failure = chosen?.failure ?? new SmtpFailure(unknownFailure)
  const { status, message: text, stage } = failure
  const trace = { host: chosen?.endpoint.host ?? null, tls: null, policy: chosen?.endpoint.policy ?? null }
  if (signal.aborted) return { ...trace, status, text, kind: 'deferred', cause: 'stopped' }
  if (failure.permanent)
    return { ...trace, status, text, kind: 'failed', cause: causeOfRefusal({ stage, status, text, carries }) }
  const closed = work.isFinalWhenClosed ? closedDoor(failures, work.endpoints) : null
  if (closed !== null) return { ...trace, ...closed, kind: 'failed', cause: 'other' }
  if (chosen !== undefined && isUnproven(chosen)) return { ...trace, ...unprovenOutcome(chosen) }
  const wasReached = failures.some((past) => past.failure.stage !== 'connection')
  return { ...trace, status, text, kind: 'deferred', cause: wasReached ? 'reply' : 'unreachable' }
}

/**
 * Set when every host has said 5yz before any mail. One that cannot be reached at one address has spoken at another; one
 * that said something else at any of its addresses may take the mail later.
 */
function closedDoor(failures: readonly PastFailure[], endpoints: readonly Endpoint[]) {
  const hosts = new Set(endpoints.map(({ host }) => host))
  const isClosed = (host: string) => {
    const said = failures.filter(({ endpoint, failure }) => endpoint.host === host && (failure.replied || failure.tls))
    return said.length > 0 && said.every(({ failure }) => failure.closedDoor !== null)
  }
  const last = failures.findLast(({ failure }) => failure.closedDoor !== null)
  if (last === undefined || last.failure.closedDoor === null || ![...hosts].every(isClosed)) return null
  return { host: last.endpoint.host, status: last.failure.closedDoor, text: last.failure.message }
}

const policyNames = { dane: 'DANE', 'mta-sts': 'MTA-STS', listed: 'the administrator' } as const

function unprovenOutcome({ endpoint, failure }: PastFailure) {
  const demandedBy = endpoint.policy === null ? '' : ` (verified TLS is demanded by ${policyNames[endpoint.policy]})`
  const text = `${failure.message}${demandedBy}`
  return { kind: 'deferred', cause: 'no-verified-tls', status: '4.7.5', text } as const
}
