import { Visitor } from 'vite'
import { parseSource, type SourceFile } from '../source-files.ts'
import { moduleEdges } from './layers.ts'

/** Modules that speak a protocol: they ask other modules and own no table. */
export const PROTOCOL_MODULES = ['submission', 'reception', 'imap', 'jmap']

const SQL = /\b(select\s[\s\S]*\sfrom|insert\s+into|update\s+\w+\s+set|delete\s+from|create\s+table|alter\s+table)\b/i

export type TableOwners = ReadonlyMap<string, string>

const moduleOf = (path: string) => /^src\/modules\/[^/]+\/([^/]+)\//.exec(path)?.[1]
const isMigration = (path: string) => /^src\/modules\/[^/]+\/[^/]+\/migrations\/[^/]+\.sql$/.test(path)
const isStore = (path: string) => /^src\/modules\/[^/]+\/[^/]+\/(store\.ts|store\/.*\.ts|.*-store\.ts)$/.test(path)

/** Which module made which table, read from the migrations; throws when two modules made the same one. */
export function tableOwners(files: readonly SourceFile[]): TableOwners {
  const owners = new Map<string, string>()
  for (const { path, text } of files.filter((file) => isMigration(file.path))) {
    for (const table of createdTables(text)) {
      const owner = moduleOf(path) ?? ''
      const other = owners.get(table) ?? owner
      if (other !== owner) throw new Error(`table ${table} is made by ${other} and by ${owner}`)
      owners.set(table, owner)
    }
  }
  return owners
}

function createdTables(text: string): readonly string[] {
  const pattern = /create\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?(?:sealpost\.)?"?(\w+)"?/gi
  return Array.from(withoutComments(text).matchAll(pattern), (match) => match[1] ?? '')
}

/** Uses of a table outside the store and the migrations of the module that owns it. */
export function tableViolations(file: SourceFile, owners: TableOwners): readonly string[] {
  const texts = file.path.endsWith('.sql') ? [withoutComments(file.text)] : stringsOf(file)
  return [...owners].flatMap(([table, owner]) => {
    const isOwn = moduleOf(file.path) === owner
    if (isOwn && (isStore(file.path) || isMigration(file.path))) return []
    const isUsed = texts.some((text) => queries(text, table)) || builds(file.text, table)
    if (!isUsed || mayReference(file.path, owner)) return []
    return [`${file.path} uses the table ${table}, which belongs to the store of ${owner}`]
  })
}

/** A foreign key may point along a listed edge; reading and writing never may. */
function mayReference(path: string, owner: string): boolean {
  const own = moduleOf(path) ?? ''
  return isMigration(path) && moduleEdges[own]?.includes(owner) === true
}

function queries(sql: string, table: string): boolean {
  const words = '(?:from|join|into|update|table|references|on|truncate)'
  return new RegExp(`\\b${words}\\s+(?:only\\s+)?(?:sealpost\\.)?"?${table}\\b`, 'i').test(sql)
}

function builds(code: string, table: string): boolean {
  const verbs = '(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|\\w+Join|from|using)'
  return new RegExp(`\\.${verbs}\\(\\s*\\[?\\s*['"\`](?:sealpost\\.)?${table}\\b`).test(code)
}

/** SQL, or the query builder, in a module that speaks a protocol. */
export function protocolViolations(file: SourceFile): readonly string[] {
  if (!PROTOCOL_MODULES.includes(moduleOf(file.path) ?? '')) return []
  if (file.path.endsWith('.sql')) return [`${file.path}: a protocol module owns no table`]
  const builder = /from '(kysely|pg)'/.test(file.text)
  return builder || stringsOf(file).some((text) => SQL.test(text)) ? [`${file.path} contains SQL`] : []
}

/** Tables with an organisation_id that no statement of the migrations puts under row-level security. */
export function unprotectedTables(files: readonly SourceFile[]): readonly string[] {
  const sql = withoutComments(files.map(({ text }) => text).join('\n'))
  const bodies = sql.matchAll(/create\s+table\s+(?:if\s+not\s+exists\s+)?(?:sealpost\.)?(\w+)\s*\(([\s\S]*?)\n\)/gi)
  return Array.from(bodies, ([, table = '', body = '']) => ({ table, body }))
    .filter(({ body }) => /^\s*organisation_id\b/m.test(body))
    .map(({ table }) => table)
    .filter((table) => !isProtected(sql, table))
}

function isProtected(sql: string, table: string): boolean {
  const byProcedure = new RegExp(`protect\\(\\s*'(?:sealpost\\.)?${table}'`, 'i')
  const byHand = new RegExp(`alter\\s+table\\s+(?:sealpost\\.)?${table}\\s+enable\\s+row\\s+level\\s+security`, 'i')
  return byProcedure.test(sql) || byHand.test(sql)
}

function withoutComments(sql: string): string {
  return sql.replace(/--.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '')
}

function stringsOf(file: SourceFile): readonly string[] {
  const strings: string[] = []
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') strings.push(value)
    },
    TemplateLiteral: ({ quasis }) => void strings.push(quasis.map(({ value }) => value.raw).join('?')),
  }).visit(parseSource(file).program)
  return strings
}
