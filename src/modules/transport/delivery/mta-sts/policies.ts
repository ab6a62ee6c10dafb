import type { Clock } from '../../../../platform/clock/clock.ts'
import type { Database } from '../../../../platform/database/database.ts'
import { describeError, type Log } from '../../../../platform/log/log.ts'
import type { Metrics } from '../../../../platform/metrics/metrics.ts'
import { fetchPolicy, type FetchPolicyDeps } from './fetch-policy.ts'
import type { StsPolicyFile } from './policy-file.ts'
import { readPolicyId } from './policy-record.ts'
import {
  forgetExpiredPolicies,
  notePolicyWanted,
  policiesToRefresh,
  readPolicy,
  writePolicy,
  type StoredPolicy,
} from './policy-store.ts'

/** `unknown`: there is a policy, or there may be one, but it cannot be had now and none is remembered. */
export type StsAnswer =
  | ({ readonly kind: 'policy' } & Pick<StsPolicyFile, 'mode' | 'mx'>)
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' }

export interface StsPolicies {
  /** Rejects only when the database does not answer. */
  of(domain: string): Promise<StsAnswer>
  /** Fetches again what would soon end, and forgets what has ended. */
  refresh(): Promise<void>
}

export interface PolicyDeps extends FetchPolicyDeps {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

const hourMs = 3600_000
const dayMs = 24 * hourMs
/** Shorter than the wait before a second attempt, so that this one looks again. */
const rememberMs = 4 * 60_000
const maxRemembered = 10_000
const refreshLimit = 500
const refreshAtOnce = 10
const refreshMs = 60_000
/** A policy that no mail asked for in this time is left to end. */
const wantedMs = 30 * dayMs

/**
 * The MTA-STS policies of receiving domains (RFC 8461): asked for before each delivery, remembered as long as they say,
 * over restarts. A remembered policy holds although its record or its host is gone, because that is what an attacker
 * would make happen (section 10.2).
 */
export function createPolicies(deps: PolicyDeps): StsPolicies {
  const answers = new Map<string, { readonly answer: Promise<StsAnswer>; readonly untilMs: number }>()
  return {
    of(domain) {
      const nowMs = deps.clock.now().getTime()
      const known = answers.get(domain)
      if (known !== undefined && known.untilMs > nowMs) return known.answer
      const answer = lookUp(deps, domain)
      answers.delete(domain)
      for (const oldest of answers.keys()) {
        if (answers.size < maxRemembered) break
        answers.delete(oldest)
      }
      answers.set(domain, { answer, untilMs: nowMs + rememberMs })
      answer.catch(() => answers.delete(domain))
      return answer
    },
    refresh: () => refreshPolicies(deps),
  }
}

const answerOf = ({ mode, mx }: StoredPolicy): StsAnswer => ({ kind: 'policy', mode, mx })

async function lookUp(deps: PolicyDeps, domain: string): Promise<StsAnswer> {
  const now = deps.clock.now()
  const [remembered, id] = await Promise.all([readValid(deps, domain, now), publishedId(deps, domain)])
  const isCurrent = remembered !== undefined && (id === null || id === undefined || isFresh(remembered, id, now))
  if (isCurrent) return answerOf(remembered)
  if (id === undefined) return { kind: 'unknown' }
  if (id === null) return { kind: 'absent' }
  const fetched = await fetchAndKeep(deps, { domain, id, wantedAt: now })
  const policy = fetched ?? remembered
  return policy === undefined ? { kind: 'unknown' } : answerOf(policy)
}

async function readValid({ database }: PolicyDeps, domain: string, now: Date): Promise<StoredPolicy | undefined> {
  return database.withoutOrganisation(async (tx) => {
    const policy = await readPolicy(tx, domain)
    if (policy === undefined || policy.expires_at <= now) return undefined
    if (now.getTime() - policy.wanted_at.getTime() > dayMs) await notePolicyWanted(tx, domain, now)
    return policy
  })
}

/** Null: the domain publishes none. Undefined: the name service does not say. */
async function publishedId({ resolver }: PolicyDeps, domain: string): Promise<string | null | undefined> {
  try {
    return readPolicyId(await resolver.txt(`_mta-sts.${domain}`))
  } catch {
    return undefined
  }
}

/** Another id means another policy (section 3.1); besides, a policy is fetched anew long before it ends (section 3.3). */
function isFresh(policy: StoredPolicy, id: string, now: Date): boolean {
  const lifeMs = policy.expires_at.getTime() - policy.fetched_at.getTime()
  return policy.policy_id === id && now.getTime() - policy.fetched_at.getTime() < Math.min(lifeMs / 2, dayMs)
}

interface Wanted {
  readonly domain: string
  readonly id: string
  readonly wantedAt: Date
}

async function fetchAndKeep(deps: PolicyDeps, { domain, id, wantedAt }: Wanted): Promise<StoredPolicy | undefined> {
  const fetches = deps.metrics.counter('sealpost_mta_sts_fetches_total', 'MTA-STS policies asked for, by result', [
    'result',
  ])
  try {
    const { mode, mx, maxAgeSeconds } = await fetchPolicy(domain, deps)
    const now = deps.clock.now()
    const expires_at = new Date(now.getTime() + maxAgeSeconds * 1000)
    const policy = { domain, policy_id: id, mode, mx: [...mx], fetched_at: now, expires_at, wanted_at: wantedAt }
    await deps.database.withoutOrganisation((tx) => writePolicy(tx, policy))
    fetches.inc({ result: 'fetched' })
    deps.log.info('delivery.mta-sts-policy', { domain, mode, days: Math.round(maxAgeSeconds / 86_400) })
    return policy
  } catch (error) {
    fetches.inc({ result: 'failed' })
    deps.log.warn('delivery.mta-sts-not-fetched', { domain, ...describeError(error) })
    return undefined
  }
}

/** The next to end come by chance, a few at a time and not for long: what is left over is for the next run. */
async function refreshPolicies(deps: PolicyDeps): Promise<void> {
  const now = deps.clock.now()
  const due = {
    now,
    endBefore: new Date(now.getTime() + 3 * dayMs),
    wantedSince: new Date(now.getTime() - wantedMs),
    limit: refreshLimit,
  }
  const policies = await deps.database.withoutOrganisation(async (tx) => {
    await forgetExpiredPolicies(tx, now)
    return policiesToRefresh(tx, due)
  })
  const enough = AbortSignal.timeout(refreshMs)
  while (policies.length > 0 && !enough.aborted)
    await Promise.all(policies.splice(0, refreshAtOnce).map((policy) => refreshPolicy(deps, policy)))
}

async function refreshPolicy(deps: PolicyDeps, { domain, wanted_at: wantedAt }: StoredPolicy): Promise<void> {
  const id = await publishedId(deps, domain)
  if (typeof id === 'string') await fetchAndKeep(deps, { domain, id, wantedAt })
}
