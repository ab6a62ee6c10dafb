import type { Clock } from '../clock/clock.ts'
import type { Database, Tx } from '../database/database.ts'
import type { JobDefinition } from '../jobs/jobs.ts'
import type { Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { ShredStore } from './shred-store.ts'

/** Which of these keys a module's rows still refer to. */
export type KnownKeys = (tx: Tx, candidates: readonly Buffer[]) => Promise<readonly Buffer[]>

export interface ShredJobDeps {
  readonly store: ShredStore
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Every module whose rows hold sealed values; one that is missing would lose its keys. */
  readonly owners: readonly KnownKeys[]
}

/** No transaction takes so long: a key this old is referred to, or will never be. */
const graceMs = 3600_000
/** Keys older than the database may belong to rows that are about to be restored into it. */
const beforeRestoreMs = 30 * 24 * 3600_000

async function unknownKeys(deps: ShredJobDeps, candidates: readonly Buffer[]): Promise<Buffer[]> {
  const known = new Set<string>()
  await deps.database.withoutOrganisation(async (tx) => {
    for (const owner of deps.owners)
      for (const reference of await owner(tx, candidates)) known.add(reference.toString('hex'))
  })
  return candidates.filter((reference) => !known.has(reference.toString('hex')))
}

async function installedAt(database: Database): Promise<Date> {
  const { rows } = await database.ownerPool.query<{ made_at: Date }>('select made_at from sealpost.installation')
  return rows[0]?.made_at ?? new Date(0)
}

/**
 * Destroys keys that no row refers to: of transactions whose end a crash cut off from the end of their keys. Returns how
 * many. The candidates are listed before the rows are asked, and no row comes to refer to a key that old.
 */
export async function sweepKeys(deps: ShredJobDeps): Promise<number> {
  const now = deps.clock.now().getTime()
  const made = (await installedAt(deps.database)).getTime()
  const mayBeRestored = (takenAt: Date) => takenAt.getTime() < made && now - made < beforeRestoreMs
  let destroyed = 0
  for await (const batch of deps.store.listOlderThan(new Date(now - graceMs))) {
    const candidates = batch.flatMap(({ reference, takenAt }) => (mayBeRestored(takenAt) ? [] : [reference]))
    const unknown = await unknownKeys(deps, candidates)
    await deps.store.destroy(unknown)
    destroyed += unknown.length
  }
  return destroyed
}

/** The work that repeats: the sweep, and room given back; every minute where destroyed keys linger until then. */
export function shredJobs(deps: ShredJobDeps): readonly JobDefinition[] {
  const { store } = deps
  const tidying = { task: 'shred.tidy', cron: '* * * * *', run: async () => void (await store.tidy()) }
  const slots = deps.metrics.gauge('sealpost_shred_slots', 'Places for keys of short-lived secrets, by state', [
    'state',
  ])
  return [
    ...(store.lingersUntilTidy ? [tidying] : []),
    {
      task: 'shred.sweep',
      cron: '13 * * * *',
      async run() {
        const destroyed = await sweepKeys(deps)
        const counts = await store.tidy()
        for (const state of ['used', 'free', 'damaged'] as const) slots.set({ state }, counts[state])
        deps.log.info('shred.swept', { destroyed, ...counts })
      },
    },
  ]
}
