import type { ClientBase } from 'pg'
import { entryNames } from './manifest.ts'
import type { ArchiveEntry } from './tar-format.ts'
import { readCatalog, type CatalogTable } from './table-catalog.ts'

const pieceBytes = 4_000_000
const maxBatchRows = 1000

/** Counts that the end of the backup repeats. */
export interface DumpCounts {
  readonly tables: Record<string, number>
  jobs: number
}

interface TextRow {
  readonly row: string
}

/** Rows of a query as JSON lines, gathered into pieces; how many are asked for at once follows from how long they are. */
async function* readLines(client: ClientBase, query: string): AsyncGenerator<{ text: string; rows: number }> {
  await client.query(`declare backup_rows no scroll cursor for ${query}`)
  let batchRows = 10
  let lines: string[] = []
  let bytes = 0
  for (;;) {
    const { rows } = await client.query<TextRow>(`fetch ${batchRows} from backup_rows`)
    const batchBytes = rows.reduce((sum, { row }) => sum + row.length, 0)
    lines.push(...rows.map(({ row }) => row))
    bytes += batchBytes
    if (lines.length > 0 && (bytes >= pieceBytes || rows.length === 0)) {
      yield { text: `${lines.join('\n')}\n`, rows: lines.length }
      lines = []
      bytes = 0
    }
    if (rows.length === 0) break
    const averageBytes = Math.max(1, batchBytes / rows.length)
    batchRows = Math.min(maxBatchRows, Math.max(1, Math.floor(pieceBytes / averageBytes)))
  }
  await client.query('close backup_rows')
}

async function* dumpTable(client: ClientBase, table: CatalogTable, counts: DumpCounts): AsyncGenerator<ArchiveEntry> {
  const columns = table.columns.map((name) => client.escapeIdentifier(name)).join(', ')
  const from = `sealpost.${client.escapeIdentifier(table.name)}`
  counts.tables[table.name] = 0
  let piece = 0
  for await (const { text, rows } of readLines(
    client,
    `select row_to_json(r)::text as row from (select ${columns} from ${from}) r`,
  )) {
    counts.tables[table.name] = (counts.tables[table.name] ?? 0) + rows
    piece++
    yield { name: entryNames.rows(table.name, piece), content: Buffer.from(text) }
  }
}

const jobsQuery = `
  select row_to_json(r)::text as row from (
    select t.identifier as task, j.payload, j.run_at, j.key as job_key, q.queue_name as queue, j.max_attempts
    from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
    order by j.id) r`

/** All rows of all tables, and the jobs that wait, as one moment saw them: the caller's snapshot transaction. */
export async function* dumpDatabase(
  client: ClientBase,
  counts: DumpCounts,
  progress: (text: string) => void,
): AsyncGenerator<ArchiveEntry> {
  for (const table of await readCatalog(client)) {
    yield* dumpTable(client, table, counts)
    progress(`${table.name}: ${counts.tables[table.name]} rows`)
  }
  let piece = 0
  for await (const { text, rows } of readLines(client, jobsQuery)) {
    counts.jobs += rows
    piece++
    yield { name: entryNames.jobs(piece), content: Buffer.from(text) }
  }
}
