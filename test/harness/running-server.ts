import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  openSealpost,
  startSealpost,
  type OpenOptions,
  type Parts,
  type Running,
  type StartOptions,
} from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { keepingLines, requireDeclared } from './declared-refusals.ts'
import { freshSettings } from './fresh-settings.ts'
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
  const config = loadConfig(settings)
  const logLines: string[] = []
  const log = createLog(config.SEALPOST_LOG_LEVEL, keepingLines(logLines))
  const parts = await openSealpost(config, { log, ...options })
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
      requireDeclared(logLines)
    },
  }
}

export { seedPractice, setSmsCheck, type Practice } from './seed-practice.ts'
