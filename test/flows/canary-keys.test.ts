import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordContexts, stealAll, tryEverything } from '../harness/key-thief.ts'
import { seedPractice, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { until } from '../harness/until.ts'
import { createTransport } from 'nodemailer'

const bodyWord = 'Zwerchfellbefund'
const recipients = ['sms@mail.example', 'code@mail.example', 'mail@mail.example']
const actor = { kind: 'command', label: 'test' } as const
let server: RunningServer
let practice: Practice
let contexts: ReadonlySet<string>

beforeAll(async () => {
  server = await startServer({ settings: { SEALPOST_LOG_LEVEL: 'error' } })
  contexts = recordContexts(server.parts)
  practice = await seedPractice(server.parts)
  const { organisationId } = practice
  const checks = [
    { check: 'sms', number: '+4915112345678' },
    { check: 'access-code', salt: 'A'.repeat(22), accessKey: `${'B'.repeat(42)}A` },
    { check: 'email' },
  ] as const
  await server.parts.database.withOrganisation(organisationId, async (tx) => {
    for (const [index, check] of checks.entries())
      await server.parts.recipients.setCheck(tx, { organisationId, address: recipients[index] ?? '', check, actor })
  })
})
afterAll(() => server.close())

/** One small and one large message to everybody. */
async function sendTwo(): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: server.running.addresses.submissions ?? 0,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user: practice.doctor.address, pass: practice.doctor.appPassword },
  })
  const text = `${bodyWord} small`
  await transport.sendMail({ from: practice.doctor.address, to: recipients, subject: 'x', text })
  const attachments = [{ filename: 'a.bin', content: Buffer.alloc(300_000) }]
  await transport.sendMail({ from: practice.doctor.address, to: recipients, subject: 'x', text, attachments })
}

const inState = async (state: string) => {
  const { rows } = await server.parts.database.ownerPool.query<{ count: number }>(
    'select count(*)::int as count from sealpost.outgoing_mails where state = $1',
    [state],
  )
  return rows[0]?.count ?? 0
}

const openedMessages = (plaintexts: readonly string[]) => plaintexts.filter((text) => text.includes(bodyWord)).length

describe('the server’s secret, the whole database and every content together', () => {
  test(
    'open a message only as long as its notification waits; once it has left they open nothing',
    { timeout: 120_000 },
    async () => {
      server.sink.always('mail', '451 4.3.2 not now')
      await sendTwo()
      expect(await inState('queued')).toBe(6)
      const early = await stealAll(server.parts, { secret: true })
      expect(early.bytes.length).toBeGreaterThan(30)
      // The thief knows the trade: while the link is queued here, both shares are.
      expect(openedMessages(tryEverything(early, contexts))).toBe(2)
      expect(openedMessages(tryEverything({ ...early, transit: null }, contexts))).toBe(0)

      server.sink.always('mail', null)
      await server.parts.database.ownerPool.query(
        `update sealpost.outgoing_mails set next_attempt_at = now() - interval '1 hour'`,
      )
      const sweep = server.parts.delivery.jobs.find((job) => job.task === 'delivery.sweep')
      await until(
        'every notification has left',
        async () => {
          await sweep?.run({})
          return (await inState('sent')) === 6 || undefined
        },
        60_000,
      )

      const late = await stealAll(server.parts, { secret: true })
      expect(late.files.length + late.bytes.length).toBeGreaterThan(30)
      expect(openedMessages(tryEverything(late, contexts))).toBe(0)
      // And it would find them, if only it had the key that the doctor's browser has.
      expect(openedMessages(tryEverything({ ...late, also: [practice.doctor.identity] }, contexts))).toBe(2)
    },
  )
})
