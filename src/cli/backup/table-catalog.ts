import type { ClientBase } from 'pg'
import type { AppliedMigration } from './manifest.ts'

export interface CatalogTable {
  readonly name: string
  readonly columns: readonly string[]
}

/** What each process or each start makes for itself. */
const notBackedUp = ['migrations', 'installation', 'job_workers']
/** Where ciphertext lies in the database: rows that are never changed, of an organisation, an identifier and bytes. */
export const contentTable = 'small_contents'

const columnsQuery = `
  select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'sealpost'::regnamespace and c.relkind = 'r' and a.attnum > 0
    and not a.attisdropped and a.attgenerated = '' and c.relname <> all($1)
  group by c.relname order by c.relname`

const referencesQuery = `
  select distinct t.relname as name, f.relname as needs
  from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class f on f.oid = k.confrelid
  where k.contype = 'f' and k.connamespace = 'sealpost'::regnamespace and t.oid <> f.oid`

/** Tables with everything they refer to before them, so that rows can go in in this order. */
export function inReferenceOrder(
  tables: readonly CatalogTable[],
  references: readonly { readonly name: string; readonly needs: string }[],
): readonly CatalogTable[] {
  const ordered: CatalogTable[] = []
  const visit = (table: CatalogTable, path: readonly string[]) => {
    if (ordered.includes(table) || path.includes(table.name)) return
    for (const { name, needs } of references) {
      const needed = tables.find((one) => one.name === needs)
      if (name === table.name && needed !== undefined) visit(needed, [...path, table.name])
    }
    ordered.push(table)
  }
  for (const table of tables) visit(table, [])
  return ordered
}

/** Every table of the schema that belongs into a backup, but the one of contents. */
export async function readCatalog(client: ClientBase): Promise<readonly CatalogTable[]> {
  const { rows: tables } = await client.query<CatalogTable>(columnsQuery, [[...notBackedUp, contentTable]])
  const { rows: references } = await client.query<{ name: string; needs: string }>(referencesQuery)
  return inReferenceOrder(tables, references)
}

export async function readAppliedMigrations(client: ClientBase): Promise<AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    'select module, name, checksum from sealpost.migrations order by module, name',
  )
  return rows
}
