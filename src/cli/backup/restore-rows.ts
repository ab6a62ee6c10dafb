import type { ClientBase } from 'pg'
import { z } from 'zod'
import { contentRows } from './contents.ts'
import { readCatalog, type CatalogTable } from './table-catalog.ts'
import { damagedArchive } from './tar-format.ts'

/** Lines are put together again as JSON arrays of at most this length. */
const batchCharacters = 8_000_000

export interface RowSink {
  addRows(table: string, content: Buffer): Promise<void>
  addJobs(content: Buffer): Promise<void>
  /** A content that lies in the database: its name in two parts, and its bytes. Held until there are some, or `flush`. */
  addContent(organisationId: string, id: string, sealed: Buffer): Promise<void>
  flush(): Promise<void>
  readonly counts: { readonly tables: Readonly<Record<string, number>>; readonly jobs: number }
}

const job = z.object({
  task: z.string(),
  payload: z.unknown(),
  run_at: z.string(),
  job_key: z.string().nullable(),
  queue: z.string().nullable(),
  max_attempts: z.number().int(),
})

function linesOf(content: Buffer): string[] {
  return content
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
}

function* batchesOf(lines: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = []
  let characters = 0
  for (const line of lines) {
    if (batch.length > 0 && characters + line.length > batchCharacters) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(line)
    characters += line.length
  }
  if (batch.length > 0) yield batch
}

async function insertRows(client: ClientBase, table: CatalogTable, rows: readonly string[]): Promise<void> {
  const columns = table.columns.map((name) => client.escapeIdentifier(name)).join(', ')
  const into = `sealpost.${client.escapeIdentifier(table.name)}`
  await client.query(
    `insert into ${into} (${columns}) select ${columns} from json_populate_recordset(null::${into}, $1::json)`,
    [`[${rows.join(',')}]`],
  )
}

async function enqueueAgain(client: ClientBase, line: string): Promise<void> {
  const { task, payload, run_at: runAt, job_key: key, queue, max_attempts: max } = job.parse(JSON.parse(line))
  await client.query('select sealpost.enqueue_job($1, $2::json, $3, $4, $5, $6)', [
    task,
    JSON.stringify(payload),
    runAt,
    key,
    queue,
    max,
  ])
}

export async function isEmptyDatabase(client: ClientBase): Promise<boolean> {
  for (const { name } of await readCatalog(client)) {
    const { rows } = await client.query<{ filled: boolean }>(
      `select exists (select from sealpost.${client.escapeIdentifier(name)}) as filled`,
    )
    if (rows[0]?.filled === true) return false
  }
  const { rows } = await client.query<{ filled: boolean }>(
    `select exists (select from ${contentRows(client)}) as filled`,
  )
  return rows[0]?.filled !== true
}

interface HeldContent {
  readonly organisationId: string
  readonly id: string
  readonly sealed: Buffer
}

async function insertContents(client: ClientBase, contents: readonly HeldContent[]): Promise<void> {
  await client.query(
    `insert into ${contentRows(client)} (organisation_id, id, sealed)
     select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])`,
    [contents.map((one) => one.organisationId), contents.map((one) => one.id), contents.map((one) => one.sealed)],
  )
}

/** Puts rows and jobs back, inside the caller's transaction. A table that this program does not know is damage. */
export async function createRowSink(client: ClientBase): Promise<RowSink> {
  const catalog = await readCatalog(client)
  const tables: Record<string, number> = Object.fromEntries(catalog.map(({ name }) => [name, 0]))
  const counts = { tables, jobs: 0 }
  let held: HeldContent[] = []
  let heldBytes = 0
  const flush = async () => {
    if (held.length > 0) await insertContents(client, held)
    held = []
    heldBytes = 0
  }
  return {
    counts,
    flush,
    async addContent(organisationId, id, sealed) {
      held.push({ organisationId, id, sealed })
      heldBytes += sealed.length
      if (heldBytes >= batchCharacters) await flush()
    },
    async addRows(name, content) {
      const table = catalog.find((one) => one.name === name)
      if (table === undefined) throw damagedArchive()
      const lines = linesOf(content)
      for (const batch of batchesOf(lines)) await insertRows(client, table, batch)
      tables[name] = (tables[name] ?? 0) + lines.length
    },
    async addJobs(content) {
      for (const line of linesOf(content)) {
        await enqueueAgain(client, line)
        counts.jobs++
      }
    },
  }
}
