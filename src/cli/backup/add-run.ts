import type { PoolClient } from 'pg'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Parts } from '../../main.ts'
import type { Seal } from './archive-keys.ts'
import { timeOfRun, type BackupFolder } from './backup-folder.ts'
import { makeBackup, type BackupOptions } from './make-backup.ts'
import type { BackupCounts } from './manifest.ts'
import type { PackIndex } from './sealed-indexes.ts'
import { PackingSink } from './pack-contents.ts'
import { writeTar } from './tar-format.ts'

const dayMs = 86_400_000
const lock = "select pg_try_advisory_lock(hashtext('sealpost.backup-folder')) as mine"
const unlock = "select pg_advisory_unlock(hashtext('sealpost.backup-folder'))"

export interface RunOptions extends BackupOptions {
  readonly folder: BackupFolder
  readonly seal: Seal
  /** Reads every earlier pack again; the contents of one that was changed are written anew. */
  readonly check: boolean
  /** Older runs are removed, and what only they need; null keeps all. */
  readonly keepDays: number | null
}

export interface AddedRun extends BackupCounts {
  readonly bytes: number
  readonly added: { readonly contents: number; readonly contentBytes: number }
  readonly damaged: readonly string[]
  readonly removed: readonly string[]
}

/** One at a time: a run must not remove what another one is about to name. */
async function alone<Result>(parts: Parts, work: () => Promise<Result>): Promise<Result> {
  const client: PoolClient = await parts.database.ownerPool.connect()
  try {
    const { rows } = await client.query<{ mine: boolean }>(lock)
    if (rows[0]?.mine !== true)
      throw new AppError('refused', 'backup.running', 'another backup into a folder is being made')
    try {
      return await work()
    } finally {
      await client.query(unlock)
    }
  } finally {
    client.release()
  }
}

async function wornPacks(folder: BackupFolder): Promise<readonly string[]> {
  const last = await folder.runAt(undefined)
  return last === undefined ? [] : ((await folder.readRunIndex(last))?.worn ?? [])
}

/** The packs that can be built on. */
async function readEarlier({ folder, check, keepDays, progress }: RunOptions) {
  const worn = new Set(keepDays === null ? [] : await wornPacks(folder))
  const earlier: { readonly id: string; readonly index: PackIndex }[] = []
  const damaged: string[] = []
  for (const id of await folder.packs()) {
    const index = await folder.readPackIndex(id)
    if (index === undefined || worn.has(id)) continue
    if (!check || (await folder.isWhole(id, index.sha256))) earlier.push({ id, index })
    else damaged.push(id)
    if (check) progress(`${earlier.length + damaged.length} packs read again`)
  }
  return { earlier, damaged }
}

/** Removes runs of before the time kept, never the last one, and packs that no run needs. */
async function prune({ folder, keepDays }: RunOptions, now: Date): Promise<readonly string[]> {
  if (keepDays === null) return []
  const oldest = new Date(now.getTime() - keepDays * dayMs)
  const runs = await folder.runs()
  const removed = runs.slice(0, -1).filter((name) => timeOfRun(name) < oldest)
  for (const name of removed) await folder.remove('runs', name)
  const needed = new Set<string>()
  for (const name of await folder.runs()) {
    const index = await folder.readRunIndex(name)
    // What this run needs is not known: nothing is removed that it may need.
    if (index === undefined) return removed
    for (const pack of index.packs) needed.add(pack)
  }
  for (const id of await folder.packs()) if (!needed.has(id)) await folder.remove('packs', id)
  return removed
}

/** Adds one run to a folder of backups: rows as one moment sees them, and the contents that no earlier run has written. */
export async function addRun(parts: Parts, options: RunOptions): Promise<AddedRun> {
  const { folder, seal, madeAt } = options
  return alone(parts, async () => {
    await folder.removeParts()
    const { earlier, damaged } = await readEarlier(options)
    const sink = new PackingSink(options, earlier)
    const { entries, counts } = makeBackup(parts, options, sink)
    const index = () => ({ packs: sink.named.map(({ id }) => id), worn: sink.worn })
    const { bytes } = await folder.writeRun(madeAt, await seal(writeTar(entries)), index)
    const removed = await prune(options, parts.clock.now())
    return { ...counts(), bytes, added: sink.added, damaged, removed }
  })
}
