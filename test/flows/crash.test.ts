import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unlockMailbox } from '../../src/lib/account-keys/index.ts'
import type { MessageEnvelope } from '../../src/contract/messages.ts'
import type { ContentId } from '../../src/lib/id/identifiers.ts'
import { openSealpost, type Parts } from '../../src/main.ts'
import { decryptBytes } from '../../src/platform/age/index.ts'
import { contentOpener } from '../../src/platform/split-key/index.ts'
import { createManualClock } from '../../src/platform/clock/clock.ts'
import { loadConfig } from '../../src/platform/config/load-config.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { freshSettings } from '../harness/fresh-settings.ts'
import { linkInMail } from '../harness/guest-client.ts'
import { numberedMessage, startNumberedLoad } from '../harness/numbered-load.ts'
import { seedPractice, type Practice } from '../harness/seed-practice.ts'
import { envelopeText } from '../harness/open-envelope.ts'
import { killEmbeddedDatabase, startServerProcess, type ServerProcess } from '../harness/server-process.ts'
import { startSmtpSink, type SmtpSink } from '../harness/smtp-sink.ts'
import { until } from '../harness/until.ts'

const kills = 20
const recipients = Array.from({ length: 7 }, (_, index) => `patient${index}@mail.example`)
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
  const parts = await openSealpost(loadConfig(settings), { log: quiet })
  practice = await seedPractice(parts)
  await parts.database.withOrganisation(practice.organisationId, async (tx) => {
    for (const address of recipients)
      await parts.recipients.setCheck(tx, {
        organisationId: practice.organisationId,
        address,
        check: { check: 'email' },
        actor,
      })
  })
  await parts.close()
})

afterAll(async () => {
  await sink.close()
  await rm(dataDir, { recursive: true, force: true })
})

interface StoredMessage {
  readonly id: string
  readonly contentId: ContentId
  readonly sealedEnvelope: Buffer
  readonly copies: readonly StoredCopy[]
}

interface StoredCopy {
  readonly state: string
  readonly tokenHash: string
  readonly mailState: string | null
}

async function readStored(parts: Parts): Promise<StoredMessage[]> {
  const { rows } = await parts.database.ownerPool.query<StoredMessage>(`
    select m.id, m.content_id as "contentId", m.sealed_envelope as "sealedEnvelope",
      (select coalesce(json_agg(json_build_object('state', c.state, 'tokenHash', encode(c.token_hash, 'hex'),
        'mailState', (select o.state from sealpost.outgoing_mails o where o.ref_id = c.id))), '[]')
       from sealpost.copies c where c.message_id = m.id) as copies
    from sealpost.messages m`)
  return rows
}

type OpenStored = (message: StoredMessage) => Promise<{ readonly number: number; readonly text: string }>

/** Number and plaintext of stored messages, through the keys that their sender has. Throws when any part is missing. */
async function senderOpens(parts: Parts): Promise<OpenStored> {
  const { organisationId, doctor } = practice
  const mailboxes = await parts.database.withOrganisation(organisationId, (tx) =>
    parts.directory.mailboxesOf(tx, doctor.accountId),
  )
  const sealed = (mailboxes[0]?.sealedIdentity ?? Buffer.alloc(0)).toString('base64url')
  const mailbox = await unlockMailbox(doctor.identity, sealed)
  const { accountId, address } = doctor
  const member = { organisationId, accountId, address, mailboxIds: mailboxes.map(({ id }) => id) }
  return async ({ id, sealedEnvelope, contentId }) => {
    const envelope = JSON.parse(envelopeText(sealedEnvelope, id, mailbox)) as MessageEnvelope
    const file = await buffer(await parts.sealing.openContent(member, contentId))
    const text = Buffer.from(decryptBytes(file, [contentOpener(envelope.conversationIdentity, contentId)])).toString(
      'latin1',
    )
    return { number: Number(/^Nr (\d+)$/.exec(envelope.subject)?.[1] ?? Number.NaN), text }
  }
}

/** Delivers whatever still waits, as the sweep of a later minute would. */
async function deliverTheRest(parts: Parts): Promise<void> {
  const sweep = parts.delivery.jobs.find((job) => job.task === 'delivery.sweep')
  await until(
    'every queued notification is delivered',
    async () => {
      await sweep?.run({})
      await parts.delivery.settled()
      const { rows } = await parts.database.ownerPool.query(
        `select 1 from sealpost.outgoing_mails where state = 'queued' limit 1`,
      )
      return rows.length === 0 ? true : undefined
    },
    60_000,
  )
}

/** What the server found in the journal at its start: acknowledged by the one that was killed, and not yet written. */
async function journalFound(server: ServerProcess): Promise<number> {
  const line = await until('the server has looked into the journal', () =>
    server
      .output()
      .split('\n')
      .find((one) => one.includes('"journal.found"')),
  )
  return (JSON.parse(line) as { waiting: number }).waiting
}

test(
  'twenty kills under load lose no message that was acknowledged, and none is left half',
  { timeout: 300_000 },
  async () => {
    const { address, appPassword } = practice.doctor
    let server = await startServerProcess(settings)
    let foundAfterKills = 0
    const load = startNumberedLoad({
      port: Number(settings['SEALPOST_SUBMISSIONS_PORT']),
      user: address,
      password: appPassword,
      connections: 20,
      recipients,
    })
    for (let kill = 0; kill < kills; kill++) {
      const before = load.acknowledged.size
      await until(
        'messages are accepted again',
        () => (load.acknowledged.size >= before + 10 ? true : undefined),
        60_000,
      )
      await sleep(Math.random() * 300)
      if (kill % 5 === 4) await Promise.all([server.kill(), killEmbeddedDatabase(dataDir)])
      else await server.kill()
      server = await startServerProcess(settings)
      foundAfterKills += await journalFound(server)
    }
    await until('messages are accepted at the end', () => (load.acknowledged.size > kills * 10 + 10 ? true : undefined))
    await load.stop()
    await server.stop()

    const clock = createManualClock(new Date(Date.now() + 10 * 60_000))
    const parts = await openSealpost(loadConfig(settings), { log: quiet, clock })
    try {
      await deliverTheRest(parts)
      const delivered = new Set(
        sink.mails.map((mail) => createHash('sha256').update(linkInMail(mail.raw).token).digest('hex')),
      )
      const openStored = await senderOpens(parts)
      const found = new Set<number>()
      for (const message of await readStored(parts)) {
        const { number, text } = await openStored(message)
        const original = numberedMessage(address, number)
        expect(text.endsWith(original), `message ${number} is not what was sent`).toBe(true)
        expect(text.slice(0, -original.length)).toMatch(
          /^Received: [^\r\n]+\r\n(?:[ \t][^\r\n]+\r\n)*Date: [^\r\n]+\r\n$/,
        )
        expect(found.has(number), `message ${number} exists twice`).toBe(false)
        found.add(number)
        expect(message.copies).toMatchObject([{ state: 'notified', mailState: 'sent' }])
        expect(delivered.has(message.copies[0]?.tokenHash ?? ''), `nobody was told of ${number}`).toBe(true)
      }
      expect(load.acknowledged.size).toBeGreaterThan(kills * 10)
      expect(foundAfterKills, 'no kill came between the 250 and the tables').toBeGreaterThan(0)
      const { rows } = await parts.database.ownerPool.query('select id from sealpost.journal')
      expect(rows, 'all that was acknowledged is written').toEqual([])
      expect([...load.acknowledged].filter((number) => !found.has(number))).toEqual([])
      const verified = await parts.audit.chainAll().then(() => parts.audit.verify(practice.organisationId))
      expect(verified).toMatchObject({ intact: true, waiting: 0 })
      console.log(
        `${load.acknowledged.size} acknowledged, ${found.size} stored, ${load.begun()} begun, ${sink.mails.length} notifications, ${foundAfterKills} written by the next process`,
      )
    } finally {
      await parts.close()
    }
  },
)
