import pg from 'pg'
import { AppError } from '../../contract/errors/app-error.ts'

/** Creates the database that the URL names when the server does not have it yet; other failures get a clear text. */
export async function ensureDatabase(url: string): Promise<void> {
  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  try {
    await tryConnect(url)
  } catch (error) {
    if (!isPgError(error, '3D000')) throw explainConnectionFailure(error)
    const maintenance = new URL(url)
    maintenance.pathname = '/postgres'
    await createOn(maintenance.href, name)
  }
}

async function tryConnect(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    if ((rows[0]?.version ?? 0) < 150_000)
      throw new AppError('invalid', 'database.too-old', 'Sealpost needs PostgreSQL 15 or newer.')
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function createOn(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    await client.query(`create database ${client.escapeIdentifier(name)}`)
  } catch (error) {
    // Two that create it at the same moment: one of them loses, by either name.
    if (!isPgError(error, '42P04') && !isPgError(error, '23505')) throw explainConnectionFailure(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function isPgError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** The URL holds a password, so the text names only what to look at. */
function explainConnectionFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new AppError(
    'unavailable',
    'database.unreachable',
    `The database does not accept the connection (${code}). Check host, port, user, password and database name in SEALPOST_DATABASE_URL.`,
    { cause: error },
  )
}
