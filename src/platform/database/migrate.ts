import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { PoolClient } from 'pg'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Database } from './database.ts'
import { prepareRuntimeLogin, runtimeRole } from './runtime-login.ts'

/** A module's plain SQL migrations: files NNNN-what.sql in its folder, applied in name order, never changed once released. */
export interface ModuleMigrations {
  readonly module: string
  readonly folder: URL
}

const advisoryLock = 7_305_325_001

const foundation = `
-- Roles belong to the server, not to the database: another database's start may make this one at the same moment.
do $$ begin
  if not exists (select from pg_roles where rolname = 'sealpost_runtime') then
    create role sealpost_runtime nologin;
  end if;
exception when duplicate_object or unique_violation then null;
end $$;
create schema if not exists sealpost;
grant usage on schema sealpost to sealpost_runtime;
create table if not exists sealpost.migrations (
  module text not null, name text not null, checksum text not null, applied_at timestamptz not null default now(),
  primary key (module, name)
);
create table if not exists sealpost.installation (
  is_only boolean primary key default true check (is_only), secret_check bytea not null
);
alter table sealpost.installation add column if not exists shred_store bytea;
alter table sealpost.installation add column if not exists made_at timestamptz not null default now();
create or replace function sealpost.current_organisation() returns uuid language sql stable
  as $$ select nullif(current_setting('sealpost.organisation_id', true), '')::uuid $$;
create or replace procedure sealpost.protect(target regclass, privileges text default 'select, insert, update, delete') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('drop policy if exists tenant on %s', target);
  execute format('create policy tenant on %s using (organisation_id = sealpost.current_organisation()) with check (organisation_id = sealpost.current_organisation())', target);
  execute format('grant %s on %s to sealpost_runtime', privileges, target);
end $$;
`

async function filesOf(migrations: ModuleMigrations): Promise<{ name: string; text: string; checksum: string }[]> {
  const names = (await readdir(migrations.folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, migrations.folder), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function migrateModule(client: PoolClient, migrations: ModuleMigrations): Promise<string[]> {
  const applied = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from sealpost.migrations where module = $1',
    [migrations.module],
  )
  const known = new Map(applied.rows.map((row) => [row.name, row.checksum]))
  const made: string[] = []
  for (const file of await filesOf(migrations)) {
    const checksum = known.get(file.name)
    if (checksum === file.checksum) continue
    if (checksum !== undefined)
      throw new AppError(
        'broken',
        'database.migration-changed',
        `Migration ${migrations.module}/${file.name} differs from the one that was applied to this database.`,
      )
    await client.query(file.text)
    await client.query('insert into sealpost.migrations (module, name, checksum) values ($1, $2, $3)', [
      migrations.module,
      file.name,
      file.checksum,
    ])
    made.push(`${migrations.module}/${file.name}`)
  }
  return made
}

const insufficientPrivilege = '42501'

function explainFoundationFailure(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === insufficientPrivilege)) throw error
  throw new AppError(
    'invalid',
    'database.no-role',
    "The database user may not prepare the database. Let an administrator make your_user the owner of the database and run: CREATE ROLE sealpost_login LOGIN PASSWORD '…'; CREATE ROLE sealpost_runtime NOLOGIN; GRANT sealpost_runtime TO sealpost_login; then name this login in SEALPOST_DATABASE_RUNTIME_URL.",
    { cause: error },
  )
}

/** Row-level security means nothing to a role that is above it. */
async function requirePlainRole(client: PoolClient): Promise<void> {
  const { rows } = await client.query(
    `select from pg_roles where rolname = $1 and (rolsuper or rolbypassrls or rolcreaterole or rolcanlogin)`,
    [runtimeRole],
  )
  if (rows.length > 0)
    throw new AppError(
      'invalid',
      'database.unsafe-role',
      `The database role ${runtimeRole} must not be a superuser, log in, make roles or bypass row-level security. Let an administrator run: ALTER ROLE ${runtimeRole} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOLOGIN;`,
    )
}

/** Applies what is missing, all or nothing, one process at a time. Returns which files were applied, as `module/file`. */
export async function migrate(database: Database, modules: readonly ModuleMigrations[]): Promise<ReadonlySet<string>> {
  const client = await database.ownerPool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [advisoryLock])
    await client.query(foundation).catch(explainFoundationFailure)
    await requirePlainRole(client)
    await prepareRuntimeLogin(client, database.runtimeLogin).catch(explainFoundationFailure)
    await client.query('set local search_path = sealpost')
    const applied = new Set<string>()
    for (const migrations of modules) for (const name of await migrateModule(client, migrations)) applied.add(name)
    await client.query('commit')
    return applied
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
