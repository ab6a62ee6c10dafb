import { isAppError } from '../../../lib/errors/app-error.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import { describeError, type Log } from '../../../platform/log/log.ts'
import { maxReceivedFields, prepareMessage, type PrepareDeps, type PreparedMessage } from './content/prepare-message.ts'
import type { LaneHealth } from './lane-health.ts'
import type { AttemptOutcome, TlsDemand } from './mail.ts'
import type { Endpoint, Route } from './routing/endpoint.ts'
import { isWorthless } from './schedule.ts'
import { handOver, type SessionSlot } from './smtp/hand-over.ts'
import type { SmtpEnvelope, SmtpTimeouts } from './smtp/session.ts'
import type { ClaimedMail } from './store.ts'
import { wireAddress } from './wire-address.ts'

export interface AttemptDeps extends PrepareDeps {
  readonly clock: Clock
  readonly log: Log
  readonly health: LaneHealth
  readonly route: (domain: string, demand: TlsDemand | null) => Promise<Route>
  /** Whether all mail goes through one host: then its outage sets the pace of all mails. */
  readonly isSmarthost: boolean
  readonly noteClosedDoor: () => void
  readonly hostname: string
  readonly timeouts: SmtpTimeouts
  /** Authorities that are believed; undefined means those of Node. */
  readonly authorities: readonly string[] | undefined
  readonly deadlineMs: number
  readonly signal: AbortSignal
  /** Uniform in [0, 1). */
  readonly random: () => number
}

export interface Attempt {
  readonly outcome: AttemptOutcome
  /** The header section of the mail, for a report; the mail is composed again when the attempt did not come so far. */
  readonly header: () => Promise<Buffer>
  /** Set when the smarthost cannot be reached: when it is tried again. */
  readonly outageUntil: Date | null
}

export interface AttemptWork {
  readonly mail: ClaimedMail
  readonly lane: string
  readonly slot: SessionSlot
}

const nowhere = { host: null, tls: null, policy: null } as const

/** Tries to hand one mail over. Never rejects: what goes wrong on this side postpones the mail. */
export async function makeAttempt(deps: AttemptDeps, work: AttemptWork): Promise<Attempt> {
  const { kind, first_queued_at: firstQueuedAt } = work.mail
  if (isWorthless({ kind, firstQueuedAt }, deps.clock.now()))
    return { outcome: tooLate, header: () => headerOf(deps, work.mail), outageUntil: null }
  const paused = deps.health.pausedUntil(work.lane, deps.clock.now())
  const { outcome, header } = paused === null ? await carryOut(deps, work) : { ...tooSoon, header: undefined }
  if (paused === null) noteHealth(deps, work.lane, outcome)
  const outageUntil = deps.isSmarthost ? deps.health.pausedUntil(work.lane, deps.clock.now()) : null
  return { outcome, header: async () => header ?? headerOf(deps, work.mail), outageUntil }
}

async function headerOf(deps: AttemptDeps, mail: ClaimedMail): Promise<Buffer> {
  const { header, release } = await prepareMessage(deps, mail)
  release()
  return header
}

const tooLate: AttemptOutcome = {
  kind: 'failed',
  status: '5.4.7',
  text: 'The code in this mail is no longer valid.',
  cause: 'other',
  ...nowhere,
}

/** After a restore: what waited was in the backup, its key is in none (docs/operating/backup.md). */
const keyGone: AttemptOutcome = {
  kind: 'failed',
  status: '5.3.0',
  text: 'This mail can no longer be opened: its key is not in the backup that was restored.',
  cause: 'other',
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
  readonly header: Buffer | undefined
}

async function carryOut(deps: AttemptDeps, work: AttemptWork): Promise<Carried> {
  let message: PreparedMessage | undefined
  try {
    const route = await deps.route(work.mail.domain, demandOf(work.mail))
    if ('refused' in route) return { outcome: { kind: 'failed', ...route.refused, ...nowhere }, header: undefined }
    if ('unresolved' in route)
      return { outcome: { ...nowhere, kind: 'deferred', ...route.unresolved }, header: undefined }
    message = await prepareMessage(deps, work.mail)
    const outcome = await deliver(deps, { ...work, endpoints: route.endpoints }, message)
    return { outcome, header: message.header }
  } catch (error) {
    if (isAppError(error, 'shred.gone')) return { outcome: keyGone, header: undefined }
    deps.log.error('delivery.own-fault', { mailId: work.mail.id, ...describeError(error) })
    const text = 'This server could not prepare the mail.'
    const outcome = { kind: 'deferred', cause: 'own', status: '4.3.0', text, ...nowhere } as const
    return { outcome, header: message?.header }
  } finally {
    message?.release()
  }
}

interface Delivery extends AttemptWork {
  readonly endpoints: readonly Endpoint[]
}

async function deliver(deps: AttemptDeps, work: Delivery, message: PreparedMessage): Promise<AttemptOutcome> {
  if (message.receivedFields > maxReceivedFields)
    return { kind: 'failed', status: '5.4.6', text: 'The mail goes round in circles.', cause: 'other', ...nowhere }
  return handOver({
    endpoints: work.endpoints,
    envelope: envelopeOf(work.mail),
    content: message.content,
    carries: message.carries,
    domain: work.mail.domain,
    authorities: deps.authorities,
    slot: work.slot,
    hostname: deps.hostname,
    timeouts: deps.timeouts,
    deadlineMs: deps.deadlineMs,
    signal: deps.signal,
    isFinalWhenClosed: !deps.isSmarthost,
    noteClosedDoor: deps.noteClosedDoor,
  })
}

// oxlint-disable-next-line no-control-regex -- the range is that of ASCII
const isAscii = (text: string) => /^[\u0000-\u007f]*$/.test(text)

const demandOf = ({ tls_listed_hosts: listedHosts }: ClaimedMail): TlsDemand | null =>
  listedHosts === null ? null : { kind: 'verified', listedHosts }

function envelopeOf(mail: ClaimedMail): SmtpEnvelope {
  const [from, to] = [wireAddress(mail.envelope_from), wireAddress(mail.envelope_to)]
  const requireTls = mail.tls_listed_hosts !== null
  return { from, to, needsUtf8: !isAscii(from) || !isAscii(to), dsn: dsnParameters(mail), requireTls }
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
