import { uuidV7 } from '../../lib/id/uuid-v7.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { describeError, type Log } from '../../platform/log/log.ts'
import type { TransitKey } from '../../platform/transit/transit-key.ts'
import type { AuditEntry, AuditRecorder, StoredAuditEntry } from './audit-entry.ts'
import { chainEntries } from './chain-entries.ts'
import { insertEntries, organisationsToChain } from './store.ts'
import { verifyChain, type AuditVerdict } from './verify-chain.ts'

export interface AuditDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly clock: Clock
  readonly log: Log
}

export interface Audit extends AuditRecorder {
  /** Links everything that is committed, for all organisations. */
  chainAll(): Promise<number>
  /** Links entries about once a second until `stop`. */
  startChainer(): { stop(): Promise<void> }
  verify(organisationId: string, expected?: { readonly sequence: number; readonly hash: string }): Promise<AuditVerdict>
}

const chainIntervalMs = 1000

function toStored(entry: AuditEntry, at: Date): StoredAuditEntry {
  return {
    organisation_id: entry.organisationId,
    id: uuidV7(at.getTime()),
    at,
    action: entry.action,
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id ?? null,
    actor_label: entry.actor.label ?? null,
    subject_kind: entry.subject?.kind ?? null,
    subject_id: entry.subject?.id ?? null,
    detail: entry.detail ?? {},
  }
}

export function createAudit(deps: AuditDeps): Audit {
  const { database, clock, log } = deps
  const chainAll = async () => {
    let total = 0
    for (const organisationId of await database.withoutOrganisation(organisationsToChain))
      total += await chainEntries(deps, organisationId)
    return total
  }
  const recordAll = async (tx: Parameters<AuditRecorder['record']>[0], entries: readonly AuditEntry[]) => {
    if (entries.length > 0)
      await insertEntries(
        tx,
        entries.map((entry) => toStored(entry, clock.now())),
      )
  }
  return {
    recordAll,
    record: (tx, entry) => recordAll(tx, [entry]),
    chainAll,
    startChainer() {
      let running = Promise.resolve()
      let stopped = false
      const turn = async () => {
        await chainAll().catch((error: unknown) => log.warn('audit.chain-failed', describeError(error)))
        if (!stopped) timer = setTimeout(next, chainIntervalMs)
      }
      const next = () => {
        running = turn()
      }
      let timer = setTimeout(next, chainIntervalMs)
      return {
        async stop() {
          stopped = true
          clearTimeout(timer)
          await running
        },
      }
    },
    verify: (organisationId, expected) =>
      verifyChain(deps, organisationId, { now: clock.now(), ...(expected === undefined ? {} : { expected }) }),
  }
}
