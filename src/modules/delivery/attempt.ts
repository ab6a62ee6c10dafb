import { domainToASCII } from 'node:url'
import type { Clock } from '../../platform/clock/clock.ts'
import { describeError, type Log } from '../../platform/log/log.ts'
import { maxReceivedFields, prepareMessage, type PrepareDeps, type PreparedMessage } from './content/prepare-message.ts'
import type { LaneHealth } from './lane-health.ts'
import type { AttemptOutcome } from './mail.ts'
import type { Route } from './routing/endpoint.ts'
import { isWorthless } from './schedule.ts'
import { handOver, type SessionSlot } from './smtp/hand-over.ts'
import type { SmtpEnvelope, SmtpTimeouts } from './smtp/session.ts'
import type { ClaimedMail } from './store.ts'

export interface AttemptDeps extends PrepareDeps {
  readonly clock: Clock
  readonly log: Log
  readonly health: LaneHealth
  readonly route: (domain: string) => Promise<Route>
  /** Whether all mail goes through one host: then its outage sets the pace of all mails. */
  readonly isSmarthost: boolean
  readonly hostname: string
  readonly timeouts: SmtpTimeouts
  readonly deadlineMs: number
  readonly signal: AbortSignal
  /** Uniform in [0, 1). */
  readonly random: () => number
}

export interface Attempt {
  readonly outcome: AttemptOutcome
  readonly message: PreparedMessage | undefined
  /** Composes the message again, for a report after an attempt that did not come so far. */
  readonly prepare: () => Promise<PreparedMessage>
  /** Set when the smarthost cannot be reached: when it is tried again. */
  readonly outageUntil: Date | null
}

export interface AttemptWork {
  readonly mail: ClaimedMail
  readonly lane: string
  readonly slot: SessionSlot
}

const nowhere = { host: null, tls: null } as const

/** Tries to hand one mail over. Never rejects: what goes wrong on this side postpones the mail. */
export async function makeAttempt(deps: AttemptDeps, work: AttemptWork): Promise<Attempt> {
  const prepare = () => prepareMessage(deps, work.mail)
  const { kind, first_queued_at: firstQueuedAt } = work.mail
  if (isWorthless({ kind, firstQueuedAt }, deps.clock.now()))
    return { outcome: tooLate, message: undefined, prepare, outageUntil: null }
  const paused = deps.health.pausedUntil(work.lane, deps.clock.now())
  const { outcome, message } =
    paused === null ? await carryOut(deps, work, prepare) : { ...tooSoon, message: undefined }
  if (paused === null) noteHealth(deps, work.lane, outcome)
  const outageUntil = deps.isSmarthost ? deps.health.pausedUntil(work.lane, deps.clock.now()) : null
  return { outcome, message, prepare, outageUntil }
}

const tooLate: AttemptOutcome = {
  kind: 'failed',
  status: '5.4.7',
  text: 'The code in this mail is no longer valid.',
  ...nowhere,
}

const tooSoon: { readonly outcome: AttemptOutcome } = {
  outcome: {
    kind: 'deferred',
    cause: 'unreachable',
    status: '4.4.1',
    text: 'The mail server could not be reached a moment ago.',
    ...nowhere,
  },
}

function noteHealth({ health, clock }: AttemptDeps, lane: string, outcome: AttemptOutcome): void {
  const isUnreachable = outcome.kind === 'deferred' && outcome.cause === 'unreachable'
  if (isUnreachable) health.unreachable(lane, clock.now())
  else if (outcome.host !== null) health.answered(lane)
}

interface Carried {
  readonly outcome: AttemptOutcome
  readonly message: PreparedMessage | undefined
}

async function carryOut(
  deps: AttemptDeps,
  work: AttemptWork,
  prepare: () => Promise<PreparedMessage>,
): Promise<Carried> {
  let message: PreparedMessage | undefined
  try {
    message = await prepare()
    return { outcome: await deliver(deps, work, message), message }
  } catch (error) {
    deps.log.error('delivery.own-fault', { mailId: work.mail.id, ...describeError(error) })
    const text = 'This server could not prepare the mail.'
    return { outcome: { kind: 'deferred', cause: 'own', status: '4.3.0', text, ...nowhere }, message }
  }
}

async function deliver(deps: AttemptDeps, work: AttemptWork, message: PreparedMessage): Promise<AttemptOutcome> {
  if (message.receivedFields > maxReceivedFields)
    return { kind: 'failed', status: '5.4.6', text: 'The mail goes round in circles.', ...nowhere }
  const route = await deps.route(work.mail.domain)
  if ('refused' in route) return { kind: 'failed', ...route.refused, ...nowhere }
  if ('unresolved' in route) return { kind: 'deferred', cause: 'unreachable', ...route.unresolved, ...nowhere }
  return handOver({
    endpoints: route.endpoints,
    envelope: envelopeOf(work.mail),
    content: message.content,
    slot: work.slot,
    hostname: deps.hostname,
    timeouts: deps.timeouts,
    deadlineMs: deps.deadlineMs,
    signal: deps.signal,
  })
}

// oxlint-disable-next-line no-control-regex -- the range is that of ASCII
const isAscii = (text: string) => /^[\u0000-\u007f]*$/.test(text)

/** A domain beyond ASCII goes in its A-label form, so SMTPUTF8 is needed for the local part only (RFC 6531 section 3.2). */
function wireAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at === -1 ? address : `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`
}

function envelopeOf(mail: ClaimedMail): SmtpEnvelope {
  const [from, to] = [wireAddress(mail.envelope_from), wireAddress(mail.envelope_to)]
  return { from, to, needsUtf8: !isAscii(from) || !isAscii(to), dsn: dsnParameters(mail) }
}

/** Passed on only when the reports of later hosts come back to the original sender (RFC 3461 section 5.2.1). */
function dsnParameters({ dsn, envelope_from: from }: ClaimedMail): SmtpEnvelope['dsn'] {
  if (dsn === null || from === '' || dsn.originalSender !== from) return null
  const notify = dsn.notify.map((event) => event.toUpperCase()).join(',')
  return {
    ret: 'HDRS',
    ...(notify === '' ? {} : { notify }),
    ...(dsn.envid === null ? {} : { envid: dsn.envid }),
    ...(dsn.orcpt === null ? {} : { orcpt: dsn.orcpt }),
  }
}
