import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type pg from 'pg'

/** One way in which a secret could be written down. */
export interface Needle {
  readonly name: string
  readonly form: string
  readonly bytes: Buffer
}

/** Where something was found that must not be there. Says which secret, never the secret. */
export interface Finding {
  readonly where: string
  readonly name: string
  readonly form: string
}

/** Shorter pieces are found in any pile of random bytes. */
const minBytes = 6

/** Base64 of bytes in the middle of a longer text: what stays the same whatever stands before and behind, at one offset. */
function base64Core(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  const start = Math.ceil((offset * 8) / 6)
  const end = Math.floor(((offset + bytes.length) * 8) / 6)
  return text.slice(start, end)
}

function quotedPrintable(bytes: Buffer): string {
  return [...bytes]
    .map((byte) =>
      byte < 33 || byte > 126 || byte === 61
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('')
}

function formsOf(secret: string | Buffer): readonly (readonly [string, string | Buffer])[] {
  const raw = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret
  const base64 = [0, 1, 2].flatMap((offset): [string, string][] => {
    const core = base64Core(raw, offset)
    return [
      [`base64 at ${offset}`, core],
      [`base64url at ${offset}`, core.replaceAll('+', '-').replaceAll('/', '_')],
    ]
  })
  const both: [string, string | Buffer][] = [
    ['raw', raw],
    ['hex', raw.toString('hex')],
    ['upper-case hex', raw.toString('hex').toUpperCase()],
    ['quoted-printable', quotedPrintable(raw)],
    ...base64,
  ]
  if (typeof secret !== 'string') return both
  const utf16 = Buffer.from(secret, 'utf16le')
  return [
    ...both,
    ['latin1', Buffer.from(secret, 'latin1')],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
    ['URL', encodeURIComponent(secret)],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['escaped', secret.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)],
  ]
}

/** All forms of a secret, each once. */
export function needlesOf(name: string, secret: string | Buffer): Needle[] {
  const seen = new Map<string, Needle>()
  for (const [form, value] of formsOf(secret)) {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    if (bytes.length < minBytes) throw new Error(`the secret "${name}" is too short to search for`)
    const key = bytes.toString('latin1')
    if (!seen.has(key)) seen.set(key, { name, form, bytes })
  }
  return [...seen.values()]
}

export type Search = (where: string, haystack: Buffer) => Finding[]

const start = (bytes: Buffer, at: number) =>
  (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)

/** Searches for all needles in one pass: most positions are dismissed by their first three bytes. */
export function createSearch(needles: readonly Needle[]): Search {
  const begins = new Uint8Array(1 << 24)
  const byStart = new Map<number, Needle[]>()
  for (const needle of needles) {
    const key = start(needle.bytes, 0)
    begins[key] = 1
    byStart.set(key, [...(byStart.get(key) ?? []), needle])
  }
  return (where, haystack) => {
    const found = new Set<Needle>()
    let key = start(haystack, 0) << 8
    for (let at = 0; at + minBytes <= haystack.length; at++) {
      key = (key >>> 8) | ((haystack[at + 2] ?? 0) << 16)
      if (begins[key] === 0) continue
      for (const needle of byStart.get(key) ?? [])
        if (haystack.subarray(at, at + needle.bytes.length).equals(needle.bytes)) found.add(needle)
    }
    return [...found].map(({ name, form }) => ({ where, name, form }))
  }
}

/** Every file below a folder but the excepted ones, sorted; each is named relative to the folder. */
export async function searchFolder(
  folder: string,
  search: Search,
  except: readonly string[] = [],
): Promise<{ readonly files: number; readonly findings: Finding[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const findings: Finding[] = []
  let files = 0
  for (const path of paths) {
    const where = relative(folder, path)
    if (except.includes(where)) continue
    // A running database removes files of its own accord.
    const content = await readFile(path).catch(() => undefined)
    if (content === undefined) continue
    files += 1
    findings.push(...search(where, content))
  }
  return { files, findings }
}

export interface Column {
  readonly table: string
  readonly column: string
  readonly isBytes: boolean
}

export async function columnsOf(pool: pg.Pool): Promise<Column[]> {
  const { rows } = await pool.query<Column>(`
    select format('%I.%I', n.nspname, c.relname) as table, quote_ident(a.attname) as column, a.atttypid = 'bytea'::regtype as "isBytes"
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 'p') and a.attnum > 0 and not a.attisdropped
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
    order by 1, a.attnum`)
  return rows
}

/**
 * Every value of every column of every table, as the database gives it out: bytes as bytes, everything else as text. It
 * sees what compression hides from a search of the files.
 */
export async function searchTables(
  pool: pg.Pool,
  search: Search,
): Promise<{ readonly columns: number; readonly values: number; readonly findings: Finding[] }> {
  const columns = await columnsOf(pool)
  const findings: Finding[] = []
  let values = 0
  for (const { table, column, isBytes } of columns) {
    const { rows } = await pool.query<{ value: string | Buffer }>(
      `select ${isBytes ? column : `${column}::text`} as value from ${table} where ${column} is not null`,
    )
    values += rows.length
    const all = Buffer.concat(rows.flatMap(({ value }) => [Buffer.from(value as string), Buffer.from('\n')]))
    findings.push(...search(`${table}.${column}`, all))
  }
  return { columns: columns.length, values, findings }
}
