import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSealpost, type Parts } from '../../src/main.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { numberedMessage, startNumberedLoad } from '../harness/numbered-load.ts'
import { openZip, packageIn } from '../harness/package-opener.ts'
import { seedPractice, type Practice } from '../harness/seed-practice.ts'
import { startServerProcess } from '../harness/server-process.ts'
import { startSmtpSink, type SmtpSink } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'

const kills = 6
const phone = '+4915112345678'
const recipients = Array.from({ length: 3 }, (_, index) => `patient${index}@mail.example`)
const actor = { kind: 'command', label: 'test' } as const
const quiet = createLog('silent')

let dataDir = ''
let sink: SmtpSink
let settings: Record<string, string>
let practice: Practice

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sealpost-crash-'))
  sink = await startSmtpSink()
  settings = await freshSettings(dataDir, `smtp://127.0.0.1:${sink.port}`)
  await withParts(async (parts) => {
    practice = await seedPractice(parts)
    const { organisationId } = practice
    await parts.database.withOrganisation(organisationId, async (tx) => {
      for (const address of recipients)
        await parts.recipients.setCheck(tx, { organisationId, address, check: { check: 'sms', number: phone }, actor })
      const changes = { route: 'attachment', smsDailyBudget: 1_000_000 } as const
      await parts.directory.updateSettings(tx, { organisationId, changes, actor })
    })
  })
})

afterAll(async () => {
  await sink.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function withParts<Result>(work: (parts: Parts) => Promise<Result>): Promise<Result> {
  const parts = await openSealpost(loadConfig(settings), { log: quiet })
  try {
    return await work(parts)
  } finally {
    await parts.close()
  }
}

const count = async (parts: Parts, from: string): Promise<number> => {
  const { rows } = await parts.database.ownerPool.query<{ held: number }>(
    `select count(*)::int as held from sealpost.${from}`,
  )
  return rows[0]?.held ?? -1
}

/** Passwords that were texted, newest last. */
const passwords = async (parts: Parts) =>
  (await parts.sms.readOutbox()).flatMap(({ text }) => /^[a-z2-9]{4}(?:-[a-z2-9]{4}){3}$/m.exec(text)?.[0] ?? [])

/** Which numbered message a package holds, tried with every password there is. */
async function numberIn(zip: Buffer, known: readonly string[]): Promise<number> {
  for (const password of known) {
    const original = (await openZip(zip, password))?.get('message.eml')?.toString('latin1')
    if (original === undefined) continue
    const number = Number(/^Subject: Nr (\d+)\r$/m.exec(original)?.[1] ?? Number.NaN)
    expect(original.endsWith(numberedMessage(practice.doctor.address, number))).toBe(true)
    return number
  }
  throw new Error('no password opens this package')
}

test(
  'kills while messages are packed lose none that was acknowledged; each is packed, delivered and opened by its password',
  { timeout: 300_000 },
  async () => {
    const { address, appPassword } = practice.doctor
    let server = await startServerProcess(settings)
    const load = startNumberedLoad({
      port: Number(settings['SEALPOST_SUBMISSIONS_PORT']),
      user: address,
      password: appPassword,
      connections: 2,
      recipients,
      pauseMs: 200,
    })
    for (let kill = 0; kill < kills; kill++) {
      const before = load.acknowledged.size
      await until('messages are accepted', () => (load.acknowledged.size >= before + 3 ? true : undefined), 60_000)
      await sleep(Math.random() * 500)
      await server.kill()
      server = await startServerProcess(settings)
    }
    await load.stop()

    await withParts(async (parts) => {
      const waits = async () =>
        (await count(parts, 'dispatches')) +
        (await count(parts, `outgoing_mails where state = 'queued'`)) +
        (await count(parts, `sms_messages where state = 'queued'`))
      await until('everything has left', async () => ((await waits()) === 0 ? true : undefined), 150_000)
      expect(await count(parts, `copies where state <> 'notified' or route <> 'attachment'`)).toBe(0)
      expect(await count(parts, 'packages')).toBe(0)
      expect(await count(parts, 'fallbacks')).toBe(0)
      const messages = await count(parts, 'messages')
      expect(messages).toBeGreaterThanOrEqual(load.acknowledged.size)
      const known = await passwords(parts)
      expect(new Set(known).size).toBe(messages)

      // A sample is opened; each package opens with one password only, so all of them would cost a square.
      const sample = sink.mails.slice(-8)
      const numbers = await Promise.all(
        sample.map(async ({ raw }) => numberIn((await packageIn(raw)).zip, known.toReversed())),
      )
      expect(numbers.every((number) => Number.isInteger(number))).toBe(true)
      console.log(`${load.acknowledged.size} acknowledged, ${messages} stored, ${sink.mails.length} mails`)
    })
    await server.stop()
  },
)
