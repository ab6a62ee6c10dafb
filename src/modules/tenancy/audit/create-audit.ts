import { join } from 'node:path'
import { auditCodes } from '../../../contract/errors/audit.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import type { Clock } from '../../../platform/clock/clock.ts'
import type { Config } from '../../../platform/config/load-config.ts'
import type { Database } from '../../../platform/database/database.ts'
import { describeError, type Log } from '../../../platform/log/log.ts'
import type { ModuleWith } from '../../../platform/module/module.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import { acceptCut, type CutAccepted } from './accept-cut.ts'
import { bindEntry, type AuditActor, type AuditEntry, type AuditRecorder, type BoundAuditEntry } from './audit-entry.ts'
import { chainEntries, type ChainOptions } from './chain-entries.ts'
import { createHeadStore } from './head-store.ts'
import { noteHead } from './note-head.ts'
import { chainedOrganisations, insertEntries, organisationsToChain } from './store.ts'
import { verifyChain, type AuditVerdict } from './verify-chain.ts'

export interface AuditDeps {
  readonly database: Database
  readonly transit: TransitKey
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<Config, 'dataDir'>
}

export interface Audit extends AuditRecorder, ModuleWith<'migrations' | 'migrated' | 'errors'> {
  /** Links everything that is committed, for all organisations, and notes where the chains end. */
  chainAll(options?: ChainOptions): Promise<number>
  /** Links entries about once a second until `stop`. */
  start(): { stop(): Promise<void> }
  verify(
    organisationId: OrganisationId,
    expected?: { readonly sequence: number; readonly hash: string },
  ): Promise<AuditVerdict>
  /** Organisations with a chain that is, or was, known here: one that vanished from the database is among them. */
  knownOrganisationIds(): Promise<readonly OrganisationId[]>
  /**
   * After a restore: records that the end of the log is missing, and takes the chain as it stands from then on. Undefined
   * when nothing is missing.
   */
  acceptCut(
    organisationId: OrganisationId,
    why: { readonly actor: AuditActor; readonly reason: string },
  ): Promise<CutAccepted>
}

const chainIntervalMs = 1000

const migrations = { module: 'audit', folder: new URL('./migrations/', import.meta.url) }

/** Whether this is the upgrade from a version that bound no entries: what it left waiting is to be linked. */
const bindsFirst = (applied: ReadonlySet<string>) =>
  applied.has('audit/0003-bound-entries.sql') && !applied.has('audit/0001-audit.sql')

/** A text that was cut in the middle of a character, or holds NUL, cannot be stored; the act it tells of must not fail for that. */
const storable = <Value>(value: Value): Value | string =>
  typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value
const textOrNull = (text: string | undefined) => (text === undefined ? null : storable(text))

function toBound(transit: TransitKey, entry: AuditEntry, at: Date): BoundAuditEntry {
  const stored = {
    organisation_id: entry.organisationId,
    id: uuidV7(at.getTime()),
    at,
    action: entry.action,
    actor_kind: entry.actor.kind,
    actor_id: textOrNull(entry.actor.id),
    actor_label: textOrNull(entry.actor.label),
    subject_kind: textOrNull(entry.subject?.kind),
    subject_id: textOrNull(entry.subject?.id),
    detail: Object.fromEntries(Object.entries(entry.detail ?? {}).map(([name, value]) => [name, storable(value)])),
  }
  return { ...stored, mac: bindEntry(transit, stored) }
}

export function createAudit(given: AuditDeps): Audit {
  const deps = { ...given, heads: createHeadStore(join(given.config.dataDir, 'audit-heads')) }
  const { database, clock, log, transit } = deps
  const chainAll = async (options: ChainOptions = { adoptsUnbound: false }) => {
    let total = 0
    for (const organisationId of await database.withoutOrganisation(organisationsToChain)) {
      const linked = await chainEntries(deps, organisationId, options)
      if (linked > 0) await noteHead(deps, organisationId)
      total += linked
    }
    return total
  }
  /** What a process that died between linking and noting left behind. */
  const noteAll = async () => {
    for (const organisationId of await database.withoutOrganisation(chainedOrganisations))
      await noteHead(deps, organisationId)
  }
  const recordAll = async (tx: Parameters<AuditRecorder['record']>[0], entries: readonly AuditEntry[]) => {
    if (entries.length > 0)
      await insertEntries(
        tx,
        entries.map((entry) => toBound(transit, entry, clock.now())),
      )
  }
  const recorder: AuditRecorder = { recordAll, record: (tx, entry) => recordAll(tx, [entry]) }
  return {
    ...recorder,
    chainAll,
    name: 'audit',
    migrations,
    errors: auditCodes,
    async migrated(applied) {
      // Where a head is known, this version has been at work already: nothing of before can be waiting.
      if (bindsFirst(applied) && (await deps.heads.organisationIds()).length === 0)
        await chainAll({ adoptsUnbound: true })
    },
    start: () => runChainer({ chain: chainAll, catchUp: noteAll, log }),
    verify: (organisationId, expected) =>
      verifyChain(deps, organisationId, { now: clock.now(), ...(expected === undefined ? {} : { expected }) }),
    knownOrganisationIds: async () => [
      ...new Set([
        ...(await database.withoutOrganisation(chainedOrganisations)),
        ...(await deps.heads.organisationIds()),
      ]),
    ],
    acceptCut: (organisationId, why) => acceptCut({ ...deps, recorder, chainAll }, organisationId, why),
  }
}

function runChainer(work: {
  readonly chain: () => Promise<unknown>
  readonly catchUp: () => Promise<void>
  readonly log: Log
}): { stop(): Promise<void> } {
  const failed = (error: unknown) => work.log.warn('audit.chain-failed', describeError(error))
  let running = Promise.resolve()
  let stopped = false
  let hasCaughtUp = false
  const turn = async () => {
    try {
      await work.chain()
      if (!hasCaughtUp) await work.catchUp()
      hasCaughtUp = true
    } catch (error) {
      failed(error)
    }
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
}
