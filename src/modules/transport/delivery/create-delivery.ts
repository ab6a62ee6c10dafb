import { deliveryCodes } from '../../../contract/errors/delivery.ts'
import type { MailId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Config } from '../../../platform/config/load-config.ts'
import type { Database, Tx } from '../../../platform/database/database.ts'
import type { DnsResolver } from '../../../platform/dns/resolver.ts'
import { createValidatingResolver, withoutValidation } from '../../../platform/dns/validating-resolver.ts'
import type { Log } from '../../../platform/log/log.ts'
import type { Metrics } from '../../../platform/metrics/metrics.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { Shred } from '../../../platform/shred/shred.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import type { ComposeMail, OpenStored } from './content/prepare-message.ts'
import { ByteBudget, type BudgetLimits } from './content/byte-budget.ts'
import { dnsRecordOf, ensureDkimKeys, type DnsRecord } from './dkim/dkim-keys.ts'
import { readDkimKeys } from './dkim/dkim-store.ts'
import { createSigner } from './dkim/signer.ts'
import type { AttemptDeps } from './attempt.ts'
import { deliveryJobs } from './jobs.ts'
import { Lanes, type LaneLimits } from './lanes.ts'
import type { OutgoingMail, TlsDemand } from './mail.ts'
import { queueMails } from './queue-mails.ts'
import type { DeliveryHooks } from './record-outcome.ts'
import { createPolicies, type StsPolicies } from './mta-sts/policies.ts'
import { findMxRoute, noVerifiedTls } from './routing/mx-route.ts'
import type { Route } from './routing/endpoint.ts'
import { parseSmarthost, resolveSmarthost, type Smarthost } from './routing/smarthost.ts'
import { createSender, type Sender } from './sender.ts'
import type { SmtpTimeouts } from './smtp/session.ts'
import { cancelMails } from './cancel-mails.ts'
import { knownKeys, type DueMailOfDomain } from './store.ts'
import { Sweeper, sweepLimit } from './sweeper.ts'

export interface DeliveryDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly shred: Shred
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly config: Pick<
    Config,
    'hostname' | 'SEALPOST_SMARTHOST' | 'SEALPOST_DELIVERY_PORT' | 'SEALPOST_DNSSEC_RESOLVER'
  >
  readonly resolver: DnsResolver
  readonly compose: ComposeMail
  readonly hooks: DeliveryHooks
  /** Needed for mails with stored contents; without it they wait and the log says why. */
  readonly openStored?: OpenStored
  /** For tests. */
  readonly tuning?: Partial<DeliveryTuning>
}

export interface DeliveryTuning {
  readonly timeouts: SmtpTimeouts
  readonly deadlineMs: number
  readonly recordRetryMs: number
  readonly limits: Partial<LaneLimits>
  readonly random: () => number
  readonly sweepLimit: number
  readonly budget: BudgetLimits
  readonly policyPort: number
  readonly fetchTimeoutMs: number
  /** Believed besides none of Node's. */
  readonly authorities: readonly string[]
}

export interface Delivery extends ModuleWith<'migrations' | 'knownKeys' | 'jobs' | 'service' | 'start' | 'errors'> {
  /**
   * Queues a mail in the caller's transaction and returns its id; it leaves after the commit. AppError
   * `delivery.bad-address` for an envelope address that cannot be used.
   */
  queueMail(tx: Tx, mail: OutgoingMail): Promise<MailId>
  /** The same for many mails of one organisation at once, ids in order. */
  queueMails(tx: Tx, mails: readonly OutgoingMail[]): Promise<readonly MailId[]>
  /**
   * Takes mails of these references back; what is being sent at this moment may still leave, but is not tried again. No
   * hook is told of any of them.
   */
  cancelMails(tx: Tx, cancelled: { readonly kind: string; readonly refIds: readonly string[] }): Promise<void>
  /** Makes the signing keys of a domain when it has none; the records are for its owner to publish. */
  ensureDkimKeys(tx: Tx, owner: { organisationId: OrganisationId; domain: string }): Promise<readonly DnsRecord[]>
  /** The records to publish for a domain of the transaction's organisation; empty before its keys were made. */
  dkimRecords(tx: Tx, domain: string): Promise<readonly DnsRecord[]>
  /** Resolves when this process is sending nothing and nothing waits in it. */
  settled(): Promise<void>
  /** Begins nothing new, gives what is being sent a moment, then cuts it; cut mails stay queued. */
  stop(graceMs?: number): Promise<void>
}

/** RFC 5321 section 4.5.3.2 allows more patience than one slow host may cost the others; the last answer gets most. */
const defaultTimeouts: SmtpTimeouts = { connectMs: 10_000, setUpMs: 60_000, answerMs: 5 * 60_000 }
const defaultDeadlineMs = 20 * 60_000
const smarthostLane = 'smarthost'
const defaultBudget: BudgetLimits = { maxBytes: 128 * 1024 * 1024, maxWaitMs: 60_000 }
const defaultFetchTimeoutMs = 20_000

function limitsFor(smarthost: Smarthost | null, given: Partial<LaneLimits> | undefined): LaneLimits {
  return { perLane: smarthost === null ? 2 : 4, total: 20, waiting: 20_000, ...given }
}

/** What is known of a smarthost says nothing about the last hop, so nothing is sent through it that demands proof. */
async function findSmarthostRoute(smarthost: Smarthost, demand: TlsDemand | null): Promise<Route> {
  if (demand === null) return resolveSmarthost(smarthost)
  return noVerifiedTls('All mail goes through one server, so the protection of the last hop cannot be verified.')
}

function routeFor(deps: DeliveryDeps, smarthost: Smarthost | null, policies: StsPolicies): AttemptDeps['route'] {
  if (smarthost !== null) return (_domain, demand) => findSmarthostRoute(smarthost, demand)
  const { SEALPOST_DNSSEC_RESOLVER: validating, SEALPOST_DELIVERY_PORT: port } = deps.config
  const dns = validating === '' ? withoutValidation(deps.resolver) : createValidatingResolver(validating, deps.metrics)
  const mx = { dns, port, policies, random: deps.tuning?.random ?? Math.random }
  return (domain, demand) => findMxRoute(mx, domain, demand)
}

interface SenderParts {
  readonly smarthost: Smarthost | null
  readonly policies: StsPolicies
  readonly signal: AbortSignal
}

function createSenderFor(deps: DeliveryDeps, { smarthost, policies, signal }: SenderParts): Sender {
  const { tuning = {} } = deps
  return createSender({
    ...deps,
    signer: createSigner(deps),
    budget: new ByteBudget(tuning.budget ?? defaultBudget),
    route: routeFor(deps, smarthost, policies),
    authorities: tuning.authorities,
    isSmarthost: smarthost !== null,
    hostname: deps.config.hostname,
    timeouts: tuning.timeouts ?? defaultTimeouts,
    deadlineMs: tuning.deadlineMs ?? defaultDeadlineMs,
    recordRetryMs: tuning.recordRetryMs ?? 500,
    random: tuning.random ?? Math.random,
    signal,
    queueReport: (tx, mail) => queueMails(deps, tx, [mail]),
  })
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const smarthost = parseSmarthost(deps.config.SEALPOST_SMARTHOST)
  const stopping = new AbortController()
  const policies = createPolicies({
    ...deps,
    policyPort: deps.tuning?.policyPort ?? 443,
    authorities: deps.tuning?.authorities,
    fetchTimeoutMs: deps.tuning?.fetchTimeoutMs ?? defaultFetchTimeoutMs,
  })
  const sender = createSenderFor(deps, { smarthost, policies, signal: stopping.signal })
  const lanes = new Lanes(sender, limitsFor(smarthost, deps.tuning?.limits))
  const offer = ({ domain, ...mail }: DueMailOfDomain, isUrgent = false) =>
    lanes.offer(smarthost === null ? `mx/${domain}` : smarthostLane, mail, isUrgent)
  const sweeper = new Sweeper({ ...deps, lanes, offer, limit: deps.tuning?.sweepLimit ?? sweepLimit })
  const stop = async (graceMs = 10_000): Promise<void> => {
    sweeper.stop()
    lanes.stop()
    const timer = setTimeout(() => stopping.abort(), graceMs)
    const cutOff = new Promise<void>((resolve) => {
      stopping.signal.addEventListener('abort', () => setTimeout(resolve, 1000))
    })
    await Promise.race([lanes.settled(), cutOff])
    clearTimeout(timer)
  }
  return {
    name: 'delivery',
    service: 'delivery',
    migrations: { module: 'delivery', folder: new URL('./migrations/', import.meta.url) },
    async queueMail(tx, mail) {
      const [id] = await queueMails(deps, tx, [mail])
      if (id === undefined) throw new Error('one mail was queued and none is named')
      return id
    },
    queueMails: (tx, mails) => queueMails(deps, tx, mails),
    cancelMails: (tx, cancelled) => cancelMails(deps, tx, cancelled),
    ensureDkimKeys: (tx, owner) => ensureDkimKeys(deps, tx, owner),
    dkimRecords: async (tx, domain) => (await readDkimKeys(tx, domain.toLowerCase())).map(dnsRecordOf),
    jobs: deliveryJobs({ ...deps, offer, sweeper, policies, isSmarthost: smarthost !== null }),
    knownKeys,
    errors: deliveryCodes,
    settled: () => lanes.settled(),
    start: () => ({ stop: () => stop() }),
    stop,
  }
}
