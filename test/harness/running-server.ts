import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeAccount, makeAppPassword } from '../../src/lib/account-keys/index.ts'
import {
  openSealpost,
  startSealpost,
  type OpenOptions,
  type Parts,
  type Running,
  type StartOptions,
} from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { argon2id } from '../../src/platform/argon2/argon2id.ts'
import { createTestDatabase } from './test-database.ts'
import { startSmtpSink, type SmtpSink } from './smtp-sink.ts'

/** Everything the product is, running in this process on ports of its own, with a real server catching its mails. */
export interface RunningServer {
  readonly parts: Parts
  readonly running: Running
  readonly baseUrl: string
  readonly dataDir: string
  readonly databaseUrl: string
  /** Where all outgoing mail goes. */
  readonly sink: SmtpSink
  close(): Promise<void>
}

export interface ServerOptions extends OpenOptions, StartOptions {
  readonly settings?: Readonly<Record<string, string>>
  /** Default: a database of its own on the test run's server. */
  readonly database?: 'own' | 'embedded'
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Settings of a server that touches nothing outside `dataDir` and its own free ports. */
export async function freshSettings(dataDir: string, smarthost: string): Promise<Record<string, string>> {
  const [http = 0, submission = 0, submissions = 0, metrics = 0] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  return {
    SEALPOST_DATA_DIR: dataDir,
    SEALPOST_PUBLIC_URL: `http://localhost:${http}`,
    SEALPOST_HTTP_PORT: String(http),
    SEALPOST_SUBMISSION_PORT: String(submission),
    SEALPOST_SUBMISSIONS_PORT: String(submissions),
    SEALPOST_METRICS_PORT: String(metrics),
    SEALPOST_SMARTHOST: smarthost,
  }
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sealpost-server-'))
  const sink = await startSmtpSink()
  const database = options.database === 'embedded' ? null : await createTestDatabase()
  await database?.database.close()
  const settings = {
    ...(await freshSettings(dataDir, `smtp://127.0.0.1:${sink.port}`)),
    ...(database === null ? {} : { SEALPOST_DATABASE_URL: database.url }),
    ...options.settings,
  }
  const parts = await openSealpost(loadConfig(settings), options)
  const running = await startSealpost(parts, { maxRequestsPerMinute: 100_000, ...options })
  return {
    parts,
    running,
    baseUrl: parts.config.publicUrl,
    dataDir,
    databaseUrl: database?.url ?? '',
    sink,
    async close() {
      await running.stop()
      await sink.close()
      await database?.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export interface Practice {
  readonly organisationId: string
  readonly domain: string
  readonly doctor: {
    readonly accountId: string
    readonly address: string
    readonly password: string
    readonly appPassword: string
    readonly identity: string
  }
}

const actor = { kind: 'command', label: 'test' } as const

/** An organisation with one doctor who has a password and an app password. */
export async function seedPractice(parts: Parts, domain = 'praxis.example'): Promise<Practice> {
  const { id: organisationId } = await parts.directory.createOrganisation({ name: `Praxis ${domain}`, domain, actor })
  const password = 'violet anchor 42'
  const address = `doctor@${domain}`
  const made = await makeAccount(password, argon2id)
  const app = await makeAppPassword(made.identity)
  const accountId = await parts.database.withOrganisation(organisationId, async (tx) => {
    const { account } = await parts.identity.enrolAccount(tx, {
      organisationId,
      address,
      displayName: 'Dr. Ada Beispiel',
      isAdmin: true,
      language: 'de',
      actor,
      keys: made.enrolment,
    })
    await parts.identity.addAppPassword(tx, {
      organisationId,
      accountId: account.id,
      name: 'test',
      ...app.registration,
      actor,
    })
    return account.id
  })
  return {
    organisationId,
    domain,
    doctor: { accountId, address, password, appPassword: app.text, identity: made.identity },
  }
}

/** Gives a recipient the SMS check. */
export async function setSmsCheck(
  parts: Parts,
  organisationId: string,
  recipient: { readonly address: string; readonly number: string },
): Promise<void> {
  await parts.database.withOrganisation(organisationId, (tx) =>
    parts.recipients.setCheck(tx, {
      organisationId,
      address: recipient.address,
      check: { check: 'sms', number: recipient.number },
      actor,
    }),
  )
}
