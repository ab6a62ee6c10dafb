import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealpost } from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { requireProgram } from '../harness/programs.ts'
import { seedPractice, setSmsCheck, type Practice } from '../harness/seed-practice.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { signedInClient, type SmtpClient } from '../harness/smtp-client.ts'
import { readSystemCalls, type SystemCall } from '../harness/system-calls.ts'

const address = 'patient@mail.example'
let dataDir = ''
let settings: Record<string, string>
let practice: Practice

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpost-sync-'))
  // Nothing but submission: no other work writes to the disk while a message is accepted.
  settings = { ...(await freshSettings(dataDir, 'smtp://127.0.0.1:9')), SEALPOST_SERVICES: 'submission' }
  const parts = await openSealpost(loadConfig(settings), { log: createLog('silent') })
  practice = await seedPractice(parts)
  await setSmsCheck(parts, practice.organisationId, { address, number: '+4915112345678' })
  await parts.close()
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

interface Acceptance {
  readonly dotMs: number
  readonly answeredMs: number
}

const nowMs = () => performance.timeOrigin + performance.now()

/** Sends one message; its last byte leaves at `dotMs`, its 250 is here at `answeredMs`. */
async function accept(client: SmtpClient, bodyLines: number): Promise<Acceptance> {
  await client.write(`MAIL FROM:<${practice.doctor.address}>\r\nRCPT TO:<${address}>\r\nDATA\r\n`)
  for (const code of [250, 250, 354]) expect((await client.reply()).code).toBe(code)
  const line = `${'0123456789'.repeat(7)}\r\n`
  await client.write(`From: <${practice.doctor.address}>\r\nSubject: x\r\n\r\n${line.repeat(bodyLines)}`)
  const dotMs = nowMs()
  await client.write('.\r\n')
  const reply = await client.reply(60_000)
  const answeredMs = nowMs()
  expect(reply.code, reply.text).toBe(250)
  return { dotMs, answeredMs }
}

/** The index of the first call from `from` on that fits; fails with `what` when there is none. */
function indexOfCall(calls: readonly SystemCall[], from: number, what: string, fits: (call: SystemCall) => boolean) {
  const found = calls.findIndex((call, index) => index >= from && call.succeeded && fits(call))
  expect(found, `${what} before the 250`).not.toBe(-1)
  return found
}

const isWalSync = ({ name, text }: SystemCall) =>
  ['fdatasync', 'fsync'].includes(name) && /\/pg_wal\/[0-9A-F]{24}>/.test(text)
const isCommitAnswer = ({ name, text }: SystemCall) => name === 'sendto' && text.includes('COMMIT')

/**
 * The backend that answered COMMIT had its log on disk before it did. The last answer before the 250 counts: the mailbox of a
 * large message is looked up in a transaction of its own while it streams in. Returns the index of the sync; other processes
 * sync as well.
 */
function expectCommitOnDisk(calls: readonly SystemCall[]): number {
  const answered = calls.findLastIndex((call) => call.succeeded && isCommitAnswer(call))
  expect(answered, 'the answer to COMMIT before the 250').not.toBe(-1)
  const backend = calls[answered]?.pid
  const synced = indexOfCall(
    calls,
    0,
    'a sync of the log by that backend',
    (call) => call.pid === backend && isWalSync(call),
  )
  expect(calls[synced]?.endedMs, 'the log is on the disk before COMMIT is answered').toBeLessThanOrEqual(
    calls[answered]?.startedMs ?? 0,
  )
  return synced
}

/** A row must not outlive the key that opens it. */
function expectKeysOnDisk(calls: readonly SystemCall[], committed: number): void {
  const keys = indexOfCall(
    calls,
    0,
    'a sync of the keys',
    ({ name, text }) => name === 'fdatasync' && /\/shred\/[0-9a-f]{16}\.keys>/.test(text),
  )
  expect(calls[keys]?.endedMs, 'the keys are safe before the commit').toBeLessThanOrEqual(
    calls[committed]?.startedMs ?? 0,
  )
}

test(
  'between the end of a message and its 250 everything that holds it is forced to the disk',
  { timeout: 180_000 },
  async () => {
    const trace = join(dataDir, 'trace')
    const strace = [requireProgram('strace'), '-f', '--seccomp-bpf', '-ttt', '-y', '-s', '200', '-o', trace]
    const calls = 'trace=fsync,fdatasync,rename,renameat,renameat2,sendto'
    const server = await startServerProcess(settings, { under: [...strace, '-e', calls] })
    const client = await signedInClient({
      port: Number(settings['SEALPOST_SUBMISSIONS_PORT']),
      tls: true,
      user: practice.doctor.address,
      password: practice.doctor.appPassword,
    })
    const small: Acceptance[] = []
    const large: Acceptance[] = []
    for (let count = 0; count < 5; count++) {
      small.push(await accept(client, 20))
      large.push(await accept(client, 5000))
    }
    client.destroy()
    await server.stop()

    const all = await readSystemCalls(trace)
    const during = ({ dotMs, answeredMs }: Acceptance) =>
      // A call's end is noted late on a busy machine: the answer to COMMIT can arrive before the trace says it was sent.
      all.filter((call) => call.startedMs >= dotMs && call.startedMs <= answeredMs)
    for (const acceptance of small) {
      const seen = during(acceptance)
      expectKeysOnDisk(seen, expectCommitOnDisk(seen))
    }
    for (const acceptance of large) {
      const seen = during(acceptance)
      const content = indexOfCall(
        seen,
        0,
        'a sync of the content',
        ({ name, text }) => name === 'fsync' && /\/blobs\/\w\w\/[\w-]{36}\.part>/.test(text),
      )
      const renamed = indexOfCall(
        seen,
        content,
        'the rename of the content',
        ({ name, text }) => name.startsWith('rename') && text.includes('.part'),
      )
      const folder = indexOfCall(
        seen,
        renamed,
        'a sync of its folder',
        ({ name, text }) => name === 'fsync' && /\/blobs\/\w\w>/.test(text),
      )
      const committed = expectCommitOnDisk(seen)
      expectKeysOnDisk(seen, committed)
      expect(seen[folder]?.endedMs, 'the content is safe before its message is committed').toBeLessThanOrEqual(
        seen[committed]?.endedMs ?? 0,
      )
    }
  },
)
