/**
 * bench:memory: how long the server takes to start, what it keeps in memory when nothing happens, and what it needs on top
 * while one message of a gigabyte comes in over SMTP. Each line names its budget; the exit code says whether all are kept.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openSealpost } from '../src/main.ts'
import { loadConfig } from '../src/platform/config/load-config.ts'
import { createLog } from '../src/platform/log/log.ts'
import { freshSettings } from '../test/harness/fresh-settings.ts'
import { seedPractice, setSmsCheck, type Practice } from '../test/harness/seed-practice.ts'
import { startServerProcess, type ServerProcess } from '../test/harness/server-process.ts'
import { signedInClient } from '../test/harness/smtp-client.ts'

const messageBytes = Number(process.env['BENCH_MESSAGE_BYTES'] ?? 2 ** 30)
const settleMs = 5000
const sampleEveryMs = 20
const recipient = 'patient@mail.example'
const mega = 1_000_000

interface Measure {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly budget: number | null
}

interface Residence {
  readonly program: string
  readonly anonymous: number
  readonly files: number
  readonly shared: number
}

async function residenceOf(pid: number): Promise<Residence> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024
  const program = /^Name:\s+(\S+)/m.exec(text)?.[1] ?? ''
  return { program, anonymous: bytes('RssAnon'), files: bytes('RssFile'), shared: bytes('RssShmem') }
}

async function residentBytes(pid: number): Promise<number> {
  const { anonymous, files, shared } = await residenceOf(pid)
  return anonymous + files + shared
}

async function familyOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const children = text.split(' ').filter((word) => word.trim() !== '')
  return [pid, ...(await Promise.all(children.map((child) => familyOf(Number(child))))).flat()]
}

/** The process, the database it started and all of its backends; the programs and PostgreSQL's shared memory count once. */
async function familyBytes(pid: number): Promise<number> {
  const all = await Promise.all((await familyOf(pid)).map(residenceOf))
  const programs = new Map<string, number>()
  for (const { program, files } of all) programs.set(program, Math.max(programs.get(program) ?? 0, files))
  const anonymous = all.reduce((sum, one) => sum + one.anonymous, 0)
  return (
    anonymous + Math.max(...all.map(({ shared }) => shared)) + [...programs.values()].reduce((sum, one) => sum + one, 0)
  )
}

async function timed(settings: Readonly<Record<string, string>>): Promise<{ server: ServerProcess; seconds: number }> {
  const startedMs = performance.now()
  const server = await startServerProcess(settings)
  return { server, seconds: (performance.now() - startedMs) / 1000 }
}

async function seed(settings: Readonly<Record<string, string>>): Promise<Practice> {
  const parts = await openSealpost(loadConfig(settings), { log: createLog('silent') })
  const practice = await seedPractice(parts)
  await setSmsCheck(parts, practice.organisationId, { address: recipient, number: '+4915112345678' })
  await parts.close()
  return practice
}

/** Hands in one message with an attachment of about `bytes`, in the lines that a mail program would write. */
async function sendLarge(port: number, { doctor }: Practice, bytes: number): Promise<number> {
  const client = await signedInClient({ port, tls: true, user: doctor.address, password: doctor.appPassword })
  const startedMs = performance.now()
  for (const line of [`MAIL FROM:<${doctor.address}>`, `RCPT TO:<${recipient}>`, 'DATA']) await client.command(line)
  await client.write(`From: <${doctor.address}>\r\nSubject: large\r\nContent-Transfer-Encoding: base64\r\n\r\n`)
  const lines = Buffer.from(`${'QUJD'.repeat(19)}\r\n`.repeat(3360))
  for (let sent = 0; sent < bytes; sent += lines.length) await client.write(lines)
  await client.write('.\r\n')
  const reply = await client.reply(120_000)
  client.destroy()
  if (reply.code !== 250) throw new Error(reply.text)
  return (performance.now() - startedMs) / 1000
}

/** The most that the process held while `work` ran. */
async function peakDuring(pid: number, work: Promise<unknown>): Promise<number> {
  let peak = 0
  const watch = new AbortController()
  work.finally(() => watch.abort()).catch(() => undefined)
  while (!watch.signal.aborted) {
    peak = Math.max(peak, await residentBytes(pid))
    await sleep(sampleEveryMs)
  }
  return peak
}

async function measure(dataDir: string): Promise<Measure[]> {
  const settings: Record<string, string> = {
    ...(await freshSettings(dataDir, 'smtp://127.0.0.1:9')),
    SEALPOST_MAX_MESSAGE_BYTES: String(2 ** 31),
    SEALPOST_LOG_LEVEL: 'error',
  }
  const first = await timed(settings)
  await first.server.stop()
  const practice = await seed(settings)
  const second = await timed(settings)
  const { pid } = second.server
  await sleep(settleMs)
  const idle = await residentBytes(pid)
  const idleFamily = await familyBytes(pid)
  const port = Number(settings['SEALPOST_SUBMISSIONS_PORT'])
  const sending = sendLarge(port, practice, messageBytes)
  const peak = await peakDuring(pid, sending)
  const seconds = await sending
  await second.server.stop()
  return [
    { what: 'first start, database created', value: first.seconds, unit: 's', budget: 10 },
    { what: 'start on an existing data folder', value: second.seconds, unit: 's', budget: 3 },
    { what: 'idle, the server process alone', value: idle / mega, unit: 'MB', budget: null },
    { what: 'idle, all services and the database', value: idleFamily / mega, unit: 'MB', budget: 300 },
    {
      what: `above idle while ${(messageBytes / mega).toFixed(0)} MB are sealed`,
      value: (peak - idle) / mega,
      unit: 'MB',
      budget: 100,
    },
    {
      what: 'speed of sealing them, client included',
      value: messageBytes / mega / seconds,
      unit: 'MB/s',
      budget: null,
    },
  ]
}

function print(measures: readonly Measure[]): boolean {
  for (const { what, value, unit, budget } of measures) {
    const verdict = budget === null ? '' : `budget ${budget} ${unit}${value > budget ? '  OVER' : ''}`
    console.log(`${what.padEnd(44)} ${value.toFixed(1).padStart(8)} ${unit.padEnd(5)} ${verdict}`)
  }
  return measures.every(({ value, budget }) => budget === null || value <= budget)
}

const dataDir = await mkdtemp(join(tmpdir(), 'sealpost-memory-'))
try {
  if (!print(await measure(dataDir))) process.exitCode = 1
} finally {
  await rm(dataDir, { recursive: true, force: true })
}
