/**
 * npm run bench:soak: ten thousand connections to each port of a running server, ended in every way there is, one after the
 * other; after each thousand the gauge of open connections and the memory of the process. Nothing may grow: the exit code
 * says whether the gauges ended at zero and the memory after the last thousand is that of the second. Option: --times N.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openSealpost } from '../src/main.ts'
import { loadConfig } from '../src/platform/config/load-config.ts'
import { createLog } from '../src/platform/log/log.ts'
import { freePort, freshSettings } from '../test/harness/fresh-settings.ts'
import { httpEndings } from '../test/harness/http-endings.ts'
import { seedPractice } from '../test/harness/seed-practice.ts'
import { startServerProcess } from '../test/harness/server-process.ts'
import { implicitTlsEndings, startTlsEndings, type Ending, type Login } from '../test/harness/smtp-endings.ts'

const { values } = parseArgs({ options: { times: { type: 'string', default: '10000' } } })
const times = Number(values.times)
const step = Math.ceil(times / 10)
const lanes = 8
/** What the collector has not fetched yet differs from one look to the next. */
const slackBytes = 40 * 2 ** 20
const paths = {
  quick: '/healthz',
  large: '/api/openapi.json',
  json: '/api/session/salt',
  stream: '/api/session/salt',
  early: '/nothing',
}

async function gaugeOf(metricsPort: string, name: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return Number(line?.split(' ')[1] ?? Number.NaN)
}

async function residentBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1] ?? Number.NaN) * 1024
}

async function endMany(count: number, port: number, endings: readonly Ending[]): Promise<void> {
  let done = 0
  const lane = async () => {
    while (done < count) {
      const ending = endings[done++ % endings.length]
      await ending?.(port)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

interface Soak {
  readonly what: string
  readonly gauge: string
  readonly port: number
  readonly endings: readonly Ending[]
}

/** True when nothing grew. */
async function soak({ what, gauge, port, endings }: Soak, pid: number, metricsPort: string): Promise<boolean> {
  const looks: number[] = []
  for (let done = 0; done < times; done += step) {
    await endMany(step, port, endings)
    await sleep(1000)
    const open = await gaugeOf(metricsPort, gauge)
    looks.push(await residentBytes(pid))
    const megabytes = ((looks.at(-1) ?? 0) / 2 ** 20).toFixed(0)
    console.log(`${what.padEnd(34)} ${String(done + step).padStart(6)} ended, ${open} open, ${megabytes} MiB`)
    if (open !== 0) return false
  }
  return (looks.at(-1) ?? 0) - (looks[1] ?? 0) < slackBytes
}

async function seed(settings: Readonly<Record<string, string>>): Promise<Login> {
  const parts = await openSealpost(loadConfig(settings), { log: createLog('error') })
  const { doctor } = await seedPractice(parts)
  await parts.close()
  return { user: doctor.address, password: doctor.appPassword }
}

const named = (all: readonly (readonly [string, Ending])[], ...names: readonly string[]): readonly Ending[] =>
  all.flatMap(([name, ending]) => (names.length === 0 || names.includes(name) ? [ending] : []))

const folder = await mkdtemp(join(tmpdir(), 'sealpost-soak-'))
const metricsPort = String(await freePort())
const settings: Record<string, string> = {
  ...(await freshSettings(folder, '')),
  SEALPOST_METRICS_PORT: metricsPort,
  SEALPOST_SERVICES: 'http,submission',
  SEALPOST_LOG_LEVEL: 'error',
}
const config = loadConfig(settings)
const login = await seed(settings)
const server = await startServerProcess(settings)
const smtpGauge = 'sealpost_submission_connections_open'
const startTls = { gauge: smtpGauge, port: config.SEALPOST_SUBMISSION_PORT }
const implicitTls = { gauge: smtpGauge, port: config.SEALPOST_SUBMISSIONS_PORT }
const http = { gauge: 'sealpost_http_connections_open', port: config.SEALPOST_HTTP_PORT }
/** Wrong passwords lock the address out that the others come from. */
const guessing = 'too many failed sign-ins'
const withoutGuessing = implicitTlsEndings(login).filter(([name]) => name !== guessing)
let isFlat = true
try {
  for (const one of [
    { what: 'STARTTLS, QUIT inside TLS', ...startTls, endings: named(startTlsEndings(login), 'a QUIT inside TLS') },
    { what: 'STARTTLS port, every ending', ...startTls, endings: named(startTlsEndings(login)) },
    { what: 'TLS port, QUIT', ...implicitTls, endings: named(implicitTlsEndings(login), 'a QUIT') },
    { what: 'TLS port, every ending', ...implicitTls, endings: named(withoutGuessing) },
    { what: 'HTTP, every ending', ...http, endings: named(httpEndings(paths)) },
  ])
    isFlat = (await soak(one, server.pid, metricsPort)) && isFlat
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
console.log(isFlat ? 'nothing grew' : 'SOMETHING GREW')
process.exitCode = isFlat ? 0 : 1
