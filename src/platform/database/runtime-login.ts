import { createHash, createHmac, hkdfSync, pbkdf2Sync, randomBytes } from 'node:crypto'
import pg from 'pg'
import type { PoolClient } from 'pg'
import { AppError } from '../../contract/errors/app-error.ts'

/** Has the rights on rows, and no login. */
export const runtimeRole = 'sealpost_runtime'

/** The login under which requests run. It owns nothing and can become nobody but the run-time role. */
export interface RuntimeLogin {
  readonly url: string
  readonly user: string
  /** Whether the program makes it; otherwise an administrator has, and named it in SEALPOST_DATABASE_RUNTIME_URL. */
  readonly isOurs: boolean
}

const derive = (secret: string, what: string) =>
  Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), `sealpost/runtime-login/v1/${what}`, 32)).toString('hex')

/**
 * Name and password of the login follow from the owner's password, which is outside the database (for the embedded server it
 * follows from the server secret). So nothing has to be kept, and no two installations share a login.
 */
export function runtimeLoginFor(ownerUrl: string, runtimeUrl = ''): RuntimeLogin {
  if (runtimeUrl !== '')
    return { url: runtimeUrl, user: decodeURIComponent(new URL(runtimeUrl).username), isOurs: false }
  const url = new URL(ownerUrl)
  const secret = decodeURIComponent(url.password)
  if (secret === '')
    throw new AppError(
      'invalid',
      'database.no-runtime-login',
      'SEALPOST_DATABASE_URL has no password to derive that of the run-time login from; name a login of its own in SEALPOST_DATABASE_RUNTIME_URL.',
    )
  const user = `sealpost_login_${derive(`${decodeURIComponent(url.username)}:${secret}`, 'name').slice(0, 16)}`
  url.username = user
  url.password = derive(secret, 'password')
  return { url: url.href, user, isOurs: true }
}

/** What PostgreSQL keeps of a password (RFC 5803), so that the password itself is in no statement and no server log. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const iterations = 4096
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const keyOf = (name: string) => createHmac('sha256', salted).update(name).digest()
  const storedKey = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const serverKey = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

/** Also shows that the login may take the run-time role: the connection begins with it. */
async function canLogIn({ url }: RuntimeLogin): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    options: `-c role=${runtimeRole}`,
  })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function makeLogin(client: PoolClient, { url, user }: RuntimeLogin): Promise<void> {
  const name = client.escapeIdentifier(user)
  const { rows } = await client.query('select from pg_roles where rolname = $1', [user])
  const verb = rows.length === 0 ? 'create' : 'alter'
  const verifier = client.escapeLiteral(scramVerifier(decodeURIComponent(new URL(url).password)))
  await client.query(`${verb} role ${name} login password ${verifier}`)
  await client.query(`grant ${runtimeRole} to ${name}`)
}

/**
 * Refuses a login that is more than it should be: above row-level security, able to make roles or databases, a member of
 * anything but the run-time role, or the owner itself.
 */
async function requirePlainLogin(client: PoolClient, { user }: RuntimeLogin): Promise<void> {
  const { rows } = await client.query(
    `select from pg_roles r where r.rolname = $1 and (r.rolname = current_user or r.rolsuper or r.rolbypassrls
       or r.rolcreaterole or r.rolcreatedb or r.rolreplication or exists (
         select from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid and g.rolname <> $2))`,
    [user, runtimeRole],
  )
  if (rows.length > 0)
    throw new AppError(
      'invalid',
      'database.unsafe-login',
      `The run-time login ${user} must be no superuser, make no roles or databases, and be a member of ${runtimeRole} alone.`,
    )
}

/** Makes the login, or brings its password up to date, where the owner may; runs under the migrations' lock. */
export async function prepareRuntimeLogin(client: PoolClient, login: RuntimeLogin): Promise<void> {
  if (login.isOurs && !(await canLogIn(login))) await makeLogin(client, login)
  await requirePlainLogin(client, login)
}
