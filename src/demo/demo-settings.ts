import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { AppError } from '../contract/errors/app-error.ts'

export const demoFile = 'demo.json'
const defaultDataDir = './data/demo'

const ports = {
  SEALPOST_HTTP_PORT: 8080,
  SEALPOST_SUBMISSION_PORT: 2587,
  SEALPOST_SUBMISSIONS_PORT: 2465,
  SEALPOST_METRICS_PORT: 9464,
} as const

export type DemoEnvironment = Readonly<Record<string, string | undefined>>

export interface DemoSettings {
  /** For loadConfig. */
  readonly environment: DemoEnvironment
  /** One line for each port that was taken. */
  readonly notes: readonly string[]
}

/** Whether nobody listens on the port, under either form of "this machine": a browser tries ::1 for localhost first. */
async function isFree(port: number): Promise<boolean> {
  const results = await Promise.all(['127.0.0.1', '::1'].map((host) => tryListen(port, host)))
  return results.every((result) => result !== 'EADDRINUSE' && result !== 'EACCES')
}

function tryListen(port: number, host: string): Promise<number | string> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', (error) => done('code' in error ? String(error.code) : 'failed'))
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 'failed'))
    })
  })
}

async function anyFreePort(): Promise<number> {
  const port = await tryListen(0, '127.0.0.1')
  if (typeof port === 'number') return port
  throw new AppError('unavailable', 'demo.no-port', 'there is no free port for the demo')
}

/** The port itself when it can be used, else another one; what is no port is left for the configuration to refuse. */
async function choosePort(wanted: string): Promise<string> {
  if (!/^\d{1,5}$/.test(wanted) || Number(wanted) > 65_535) return wanted
  return wanted !== '0' && (await isFree(Number(wanted))) ? wanted : String(await anyFreePort())
}

function refuseForeignFolder(dataDir: string): void {
  if (!existsSync(join(dataDir, 'postgres')) || existsSync(join(dataDir, demoFile))) return
  throw new AppError(
    'invalid',
    'demo.foreign-folder',
    `${dataDir} holds an installation that is not a demo: choose another folder with SEALPOST_DATA_DIR`,
  )
}

function requireLoopback(host: string | undefined): void {
  if (host === undefined || host === '127.0.0.1' || host === 'localhost') return
  throw new AppError(
    'refused',
    'demo.loopback-only',
    'the demo shows passwords and mails to everyone who can reach it, so it listens on 127.0.0.1 only: leave SEALPOST_HOST unset',
  )
}

/**
 * Settings of the demo: of the environment only data folder, ports and log level count, everything else is embedded.
 * A port that is taken gives way to a free one.
 */
export async function demoSettings(given: DemoEnvironment, sinkPort: number): Promise<DemoSettings> {
  requireLoopback(given['SEALPOST_HOST'])
  const dataDir = resolve(given['SEALPOST_DATA_DIR'] ?? defaultDataDir)
  refuseForeignFolder(dataDir)
  const notes: string[] = []
  const chosen: Record<string, string> = {}
  for (const [name, byDefault] of Object.entries(ports)) {
    const wanted = given[name] ?? String(byDefault)
    chosen[name] = await choosePort(wanted)
    if (chosen[name] !== wanted && wanted !== '0')
      notes.push(`port ${wanted} is in use by another program; the demo uses ${chosen[name]} instead`)
  }
  const environment = {
    SEALPOST_DATA_DIR: dataDir,
    SEALPOST_LOG_LEVEL: given['SEALPOST_LOG_LEVEL'] ?? 'warn',
    SEALPOST_PUBLIC_URL: `http://localhost:${chosen['SEALPOST_HTTP_PORT']}`,
    SEALPOST_SMARTHOST: `smtp://127.0.0.1:${sinkPort}`,
    SEALPOST_SMS_URL: 'outbox:',
    ...chosen,
  }
  return { environment, notes }
}
