import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealpost, type Parts } from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { holdJournal } from '../harness/hold-journal.ts'
import { envelopeText } from '../harness/open-envelope.ts'
import { startNumberedLoad, type NumberedLoad } from '../harness/numbered-load.ts'
import { seedPractice, setSmsCheck, type Practice } from '../harness/seed-practice.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { until } from '../harness/until.ts'
import { unlockMailbox } from '../../src/lib/account-keys/index.ts'

const patient = 'patient@mail.example'
/** Nothing is delivered: what was queued, and how often, can be counted. */
const nowhere = 'smtp://127.0.0.1:9'
const adoptLimitMs = 60_000

let dataDir = ''
let parts: Parts
let practice: Practice
let mailboxIdentity = ''

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpost-journal-'))
  // Open for as long as the test: it holds rows and tables against the processes, and the database is there for them.
  parts = await openSealpost(loadConfig(await freshSettings(dataDir, nowhere)), { log: createLog('silent') })
  practice = await seedPractice(parts)
  const { organisationId, doctor } = practice
  await setSmsCheck(parts, organisationId, { address: patient, number: '+4915112345678' })
  const mailboxes = await parts.database.withOrganisation(organisationId, (tx) =>
    parts.directory.mailboxesOf(tx, doctor.accountId),
  )
  const sealed = (mailboxes[0]?.sealedIdentity ?? Buffer.alloc(0)).toString('base64url')
  mailboxIdentity = await unlockMailbox(doctor.identity, sealed)
})
afterAll(async () => {
  await parts.close()
  await rm(dataDir, { recursive: true, force: true })
})

const query = async <Row extends object>(sql: string) => (await parts.database.ownerPool.query<Row>(sql)).rows
const count = async (from: string) =>
  (await query<{ count: number }>(`select count(*)::int as count from ${from}`))[0]?.count ?? 0
const waiting = () => count('sealpost.journal')
const startProcess = async () => {
  const settings = await freshSettings(dataDir, nowhere)
  const process = await startServerProcess({ ...settings, SEALPOST_SERVICES: 'submission,jobs' })
  return { port: Number(settings['SEALPOST_SUBMISSIONS_PORT']), process }
}

function startLoad(port: number): NumberedLoad {
  const { address, appPassword } = practice.doctor
  return startNumberedLoad({ port, user: address, password: appPassword, connections: 20, recipients: [patient] })
}

/** Whoever queues a mail waits until `release`. */
async function holdMails(): Promise<{ release(): Promise<void> }> {
  const client = await parts.database.ownerPool.connect()
  await client.query('begin; lock table sealpost.outgoing_mails in exclusive mode')
  return {
    async release() {
      await client.query('rollback')
      client.release()
    },
  }
}

/** In the middle of a transaction that has written messages and copies, and whose mails are still to come. */
const isWritingMessages = () =>
  until('messages are being written', async () => {
    const stopped = await count(
      `pg_locks waits join pg_locks holds using (pid)
       where not waits.granted and waits.relation = 'sealpost.outgoing_mails'::regclass
         and holds.granted and holds.relation = 'sealpost.messages'::regclass and holds.mode = 'RowExclusiveLock'`,
    )
    return stopped > 0 || undefined
  })

/** Each is there once, whole, and its recipient is told once. */
async function expectWritten(acknowledged: ReadonlySet<number>, since: Date): Promise<void> {
  const rows = await query<{ id: string; envelope: Buffer; copies: number; mails: number; entries: number }>(`
    select m.id, m.sealed_envelope as envelope,
      (select count(*)::int from sealpost.copies c where c.message_id = m.id and c.state = 'queued') as copies,
      (select count(*)::int from sealpost.outgoing_mails o join sealpost.copies c on c.id = o.ref_id where c.message_id = m.id) as mails,
      (select count(*)::int from sealpost.audit_entries a where a.subject_id = m.id::text and a.action = 'message.sealed') as entries
    from sealpost.messages m where m.sent_at >= '${since.toISOString()}'`)
  const numbers = rows.map(({ id, envelope }) => {
    const { subject } = JSON.parse(envelopeText(envelope, id, mailboxIdentity)) as { readonly subject: string }
    return Number(/^Nr (\d+)$/.exec(subject)?.[1])
  })
  expect(new Set(numbers).size, 'no message exists twice').toBe(numbers.length)
  expect([...acknowledged].filter((number) => !numbers.includes(number))).toEqual([])
  for (const { copies, mails, entries } of rows)
    expect({ copies, mails, entries }).toEqual({ copies: 1, mails: 1, entries: 1 })
}

test(
  'what a process acknowledged, and was killed before or while it wrote it down, is written once by another that runs',
  { timeout: 240_000 },
  async () => {
    const dying = await startProcess()
    const other = await startProcess()
    const since = new Date()
    const load = startLoad(dying.port)
    await until('a crowd waits in the journal', async () => (await waiting()) > 20 || undefined)
    const mails = await holdMails()
    const before = await count('sealpost.messages')
    await load.stop()
    await isWritingMessages()
    // Seen from outside nothing is written yet: the transaction is under way.
    expect(await count('sealpost.messages')).toBe(before)
    const acknowledged = await waiting()
    expect(acknowledged).toBeGreaterThan(20)
    await dying.process.kill()
    expect(await waiting(), 'the row of a message outlives the process').toBe(acknowledged)
    await mails.release()
    await until('another process has written them', async () => (await waiting()) === 0 || undefined, adoptLimitMs)
    expect(await count('sealpost.messages')).toBe(before + acknowledged)
    await expectWritten(load.acknowledged, since)
    await other.process.stop()
  },
)

test(
  'what a process acknowledged and was killed before it wrote any of it is written once at the next start',
  { timeout: 240_000 },
  async () => {
    const dying = await startProcess()
    const since = new Date()
    const load = startLoad(dying.port)
    const before = await count('sealpost.messages')
    const held = await holdJournal(parts.database.ownerPool, async () => {
      await until('a crowd waits in the journal', async () => (await waiting()) > 20 || undefined)
      await load.stop()
    })
    await dying.process.kill()
    expect(held.rows).toBeGreaterThan(20)
    await held.release()
    const next = await startProcess()
    await until('the next process has written them', async () => (await waiting()) === 0 || undefined, adoptLimitMs)
    expect((await count('sealpost.messages')) - before).toBeGreaterThan(20)
    await expectWritten(load.acknowledged, since)
    await next.process.stop()
  },
)
