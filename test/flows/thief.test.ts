import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as identity from '../../src/contract/identity.ts'
import { makeBackup } from '../../src/cli/backup/make-backup.ts'
import { wholeFile } from '../../src/cli/backup/whole-file.ts'
import type { CopyId, MailboxId, MessageId, RecipientId } from '../../src/lib/id/identifiers.ts'
import { loadTransitKey } from '../../src/platform/transit/transit-key.ts'
import { startHttpProvider } from '../conformance/sms-http-provider.ts'
import { newId } from '../harness/identifiers.ts'
import { MemberClient } from '../harness/member-client.ts'
import { submit } from '../harness/mail-program.ts'
import { keysInSlots, openEverything, readRaw, type RawFile } from '../harness/raw-thief.ts'
import { seedPractice, setSmsCheck, startServer, type Practice, type RunningServer } from '../harness/running-server.ts'
import { runSmtpLoad } from '../harness/smtp-load.ts'
import { recordSecrets, type SealedSecret } from '../harness/sealed-secrets.ts'
import { until } from '../harness/until.ts'

/**
 * Somebody takes the whole data folder, pages and log of PostgreSQL, keys, secret and all, and later a backup as well. He
 * knows every format. What has left, was revoked or has expired he opens nowhere.
 */
let server: RunningServer
let practice: Practice
let provider: Awaited<ReturnType<typeof startHttpProvider>>
let secrets: readonly SealedSecret[]

const [portal, revoked, everyone, expired, coded, packed, waiting] = [
  'portal',
  'revoked',
  'everyone',
  'expired',
  'coded',
  'packed',
  'waiting',
].map((name) => `${name}@mail.example`) as [string, string, string, string, string, string, string]
const phone = '+4915112345678'
const actor = { kind: 'command', label: 'test' } as const

beforeAll(async () => {
  provider = await startHttpProvider()
  server = await startServer({
    database: 'embedded',
    settings: { SEALPOST_LOG_LEVEL: 'error', SEALPOST_SMS_URL: `http://127.0.0.1:${provider.port}/texts` },
  })
  secrets = recordSecrets(server.parts)
  practice = await seedPractice(server.parts)
  const { organisationId } = practice
  for (const address of [portal, revoked, everyone, expired, waiting])
    await setSmsCheck(server.parts, organisationId, { address, number: phone })
  await server.parts.database.withOrganisation(organisationId, async (tx) => {
    const check = { check: 'access-code', salt: 'A'.repeat(22), accessKey: `${'B'.repeat(42)}A` } as const
    await server.parts.recipients.setCheck(tx, { organisationId, address: coded, check, actor })
    await server.parts.directory.updateSettings(tx, {
      organisationId,
      changes: { senderRoutes: ['portal', 'attachment', 'direct'] },
      actor,
    })
    const [recipient] = await server.parts.recipients.findOrCreate(tx, { organisationId, addresses: [packed] })
    const recipientId = recipient?.id ?? newId<RecipientId>()
    await server.parts.recipients.setRoute(tx, { organisationId, recipientId, route: 'attachment', actor })
  })
}, 60_000)
afterAll(async () => {
  await server.close()
  await provider.close()
})

const query = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
  (await server.parts.database.ownerPool.query<Row>(text, [...values])).rows

const send = (to: readonly string[]) =>
  submit(server, practice, { to: [...to], subject: 'Befund', text: 'Zwerchfellbefund' })

async function messageTo(address: string): Promise<{ messageId: MessageId; copyId: CopyId; mailboxId: MailboxId }> {
  const [row] = await query<{ messageId: MessageId; copyId: CopyId; mailboxId: MailboxId }>(
    `select m.id as "messageId", c.id as "copyId", m.mailbox_id as "mailboxId"
     from sealpost.messages m join sealpost.copies c on c.message_id = m.id where c.address = $1`,
    [address],
  )
  if (row === undefined) throw new Error(`no message to ${address}`)
  return row
}

const allLeft = () =>
  until(
    'everything has left',
    async () => {
      const rows = await query(`select from sealpost.outgoing_mails where state = 'queued'
        union all select from sealpost.sms_messages where state = 'queued' union all select from sealpost.dispatches`)
      return rows.length === 0 || undefined
    },
    60_000,
  )

async function revoke(address: string, scope: 'recipients' | 'everyone'): Promise<void> {
  const { messageId, mailboxId } = await messageTo(address)
  const { accountId } = practice.doctor
  const member = {
    organisationId: practice.organisationId,
    accountId,
    address: practice.doctor.address,
    mailboxIds: [mailboxId],
  }
  await server.parts.sealing.revoke(member, { messageId, scope })
}

/** Everything under the data folder, and what somebody opens of it who has the secret. */
async function burgle(also: readonly RawFile[] = [], without = /^$/): Promise<(secret: SealedSecret) => boolean> {
  const files = (await readRaw(server.dataDir)).filter(({ path }) => !without.test(path))
  expect(files.some(({ path }) => path.includes('pg_wal'))).toBe(true)
  const transit = await loadTransitKey(join(server.dataDir, 'secret'))
  const opened = openEverything({ files: [...files, ...also], transit, sought: secrets })
  return ({ plain }) => opened.has(plain)
}

async function backUp(): Promise<readonly RawFile[]> {
  const files: RawFile[] = []
  const progress = () => undefined
  const options = { madeAt: server.parts.clock.now().toISOString(), withSecret: true, progress }
  for await (const { name, content } of makeBackup(server.parts, options, wholeFile(progress)).entries)
    files.push({ path: `backup/${name}`, bytes: content })
  return files
}

/** A browser of the doctor's that has signed in. */
async function browser(): Promise<MemberClient> {
  const member = new MemberClient(server.baseUrl)
  await member.signIn(practice.doctor.address, practice.doctor.password)
  return member
}
const sessionOf = async (member: MemberClient) => {
  const { sessions } = await member.call(identity.listSessions, undefined)
  return sessions.find(({ current }) => current)?.id ?? ''
}
const idle = (session: string) =>
  query(`update sealpost.sessions set last_seen_at = now() - interval '31 minutes' where id = $1`, [session])

const contextsOf = (found: readonly SealedSecret[]) => found.map(({ context }) => context)
const about = (prefix: RegExp) => secrets.filter(({ context }) => prefix.test(context))
const queued = /^(outgoing_mails|dispatches\.order|fallbacks\.mail|sms_messages)/
const accessOf = async (address: string) => {
  const { copyId } = await messageTo(address)
  return secrets.filter(({ context }) => context.endsWith(`:${copyId}`) && context.startsWith('copies.'))
}

describe('the whole data folder in the wrong hands', () => {
  const backups: RawFile[] = []

  test(
    'opens nothing of what has left: notifications, orders, packed mails, the text with the password',
    { timeout: 180_000 },
    async () => {
      for (const address of [portal, revoked, everyone, expired, coded]) await send([address])
      await send([packed, `${phone}@sms.local`])
      await until('the text with the password', () => provider.requests[0])
      await allLeft()
      const left = about(queued)
      for (const kind of ['outgoing_mails', 'dispatches.order', 'fallbacks.mail', 'sms_messages'])
        expect(contextsOf(left).some((context) => context.startsWith(kind))).toBe(true)
      const isOpened = await burgle()
      expect(contextsOf(left.filter(isOpened))).toEqual([])
      // A thief who opens nothing at all would prove nothing: what lives he opens, as the threat model says.
      for (const address of [portal, revoked, everyone, expired, coded])
        expect((await accessOf(address)).filter(isOpened).length).toBe(address === coded ? 2 : 1)
      backups.push(...(await backUp()))
    },
  )

  test(
    'opens no share of what was revoked or has expired, with and without VACUUM and CHECKPOINT',
    { timeout: 180_000 },
    async () => {
      const ended = (await Promise.all([revoked, everyone, expired, coded].map(accessOf))).flat()
      await revoke(revoked, 'recipients')
      await revoke(coded, 'recipients')
      await revoke(everyone, 'everyone')
      const { messageId } = await messageTo(expired)
      await query(`update sealpost.messages set expires_at = now() - interval '1 minute' where id = $1`, [messageId])
      await server.parts.sealing.expire()
      expect(contextsOf(ended.filter(await burgle()))).toEqual([])
      await query('vacuum')
      await query('checkpoint')
      const isOpened = await burgle(backups)
      expect(contextsOf(ended.filter(isOpened))).toEqual([])
      expect((await accessOf(portal)).filter(isOpened)).toHaveLength(1)
      backups.push(...(await backUp()))
    },
  )

  test(
    'opens nothing of what came in a crowd and waited in the journal, once it was written',
    { timeout: 180_000 },
    async () => {
      await runSmtpLoad({
        port: server.running.addresses.submissions ?? 0,
        user: practice.doctor.address,
        password: practice.doctor.appPassword,
        connections: 20,
        messages: 60,
        message: Buffer.from(`From: ${practice.doctor.address}\r\nSubject: Befund\r\n\r\nZwerchfellbefund\r\n`),
        recipients: [portal],
      })
      await until('the journal is empty', async () => {
        const rows = await query('select from sealpost.journal')
        return rows.length === 0 || undefined
      })
      await allLeft()
      const journal = about(/^journal\.secrets/)
      expect(journal.length).toBeGreaterThan(0)
      expect(contextsOf(journal.filter(await burgle(backups)))).toEqual([])
    },
  )

  test(
    'opens what waits for a host that is down, as long as it waits, and not once it was revoked or has left',
    { timeout: 180_000 },
    async () => {
      server.sink.always('mail', '451 4.3.2 not now')
      const before = new Set(secrets)
      await send([waiting])
      const waits = about(/^(outgoing_mails|copies)/).filter((secret) => !before.has(secret))
      expect(waits.length).toBe(2)
      // In the log a row may lie across the border of two pages, where this thief does not see it.
      await query('checkpoint')
      expect(waits.filter(await burgle())).toHaveLength(2)
      backups.push(...(await backUp()))
      await revoke(waiting, 'recipients')
      expect(contextsOf(waits.filter(await burgle(backups)))).toEqual([])

      const between = new Set(secrets)
      await send([portal])
      const next = about(/^outgoing_mails/).filter((secret) => !between.has(secret))
      await query('checkpoint')
      expect(next.filter(await burgle())).toHaveLength(1)
      server.sink.always('mail', null)
      await query(
        `update sealpost.outgoing_mails set next_attempt_at = now() - interval '1 hour' where state = 'queued'`,
      )
      await server.parts.delivery.jobs.find((job) => job.task === 'delivery.sweep')?.run({})
      await allLeft()
      expect(contextsOf(next.filter(await burgle(backups)))).toEqual([])
    },
  )

  test(
    'opens no half of a web session that has ended, however it ended, and that of an open one',
    { timeout: 180_000 },
    async () => {
      const [open, out, met] = [await browser(), await browser(), await browser()]
      const [alive, revokedOne, swept] = [
        await sessionOf(open),
        await sessionOf(await browser()),
        await sessionOf(await browser()),
      ]
      const halves = about(/^sessions/)
      expect(halves).toHaveLength(5)
      // In the log a row may lie across the border of two pages, where this thief does not see it.
      await query('checkpoint')
      expect(halves.filter(await burgle())).toHaveLength(5)
      backups.push(...(await backUp()))

      await out.call(identity.signOut, undefined)
      await open.call(identity.endSession, undefined, { params: { id: revokedOne } })
      await idle(await sessionOf(met))
      await expect(met.call(identity.currentSession, undefined)).rejects.toMatchObject({ code: 'identity.signed-out' })
      await idle(swept)
      await server.parts.identity.jobs.find((job) => job.task === 'identity.sweep')?.run({})
      const isOpened = await burgle(backups)
      expect(contextsOf(halves.filter(isOpened))).toEqual([`sessions/${alive}/share`])
      expect(await sessionOf(open)).toBe(alive)
    },
  )

  test(
    'opens nothing short-lived at all without the folder of keys: no backup holds it',
    { timeout: 180_000 },
    async () => {
      const shortLived = about(
        /^(outgoing_mails|dispatches\.order|fallbacks\.mail|sms_messages|copies\.|sessions|journal)/,
      )
      expect(shortLived.length).toBeGreaterThan(15)
      const isOpened = await burgle(backups, /\.keys$/)
      expect(contextsOf(shortLived.filter(isOpened))).toEqual([])
      expect(backups.some(({ path }) => path.includes('shred') || path.includes('.keys'))).toBe(false)
      // The secret is among what he has: what is under it alone he opens, from pages and backups alike.
      const numbers = about(/^recipients/)
      expect(numbers.filter(isOpened).length).toBe(numbers.length)
    },
  )

  test('finds every key that a row refers to known to its module, so that the sweep destroys none of them', async () => {
    const columns = await query<{ table: string; column: string }>(
      `select format('%I.%I', table_schema, table_name) as table, column_name as column from information_schema.columns
       where data_type = 'bytea' and table_schema = 'sealpost'`,
    )
    server.sink.always('mail', '451 4.3.2 not now')
    await send([portal])
    await browser()
    const files = await readRaw(join(server.dataDir, 'shred'))
    const keys = new Set(keysInSlots(files).keys())
    const { database, sealing, delivery, sms, identity: people } = server.parts
    let seen = 0
    for (const { table, column } of columns) {
      const rows = await query<{ key: Buffer }>(
        `select substring(${column} from 2 for 24) as key from ${table} where length(${column}) > 53 and get_byte(${column}, 0) = 3`,
      )
      const referred = rows.map(({ key }) => key).filter((key) => keys.has(key.toString('hex')))
      seen += referred.length
      const known = await database.withoutOrganisation(async (tx) =>
        (await Promise.all([sealing, delivery, sms, people].map((module) => module.knownKeys(tx, referred)))).flat(),
      )
      const names = new Set(known.map((key) => key.toString('hex')))
      expect([table, column, referred.filter((key) => !names.has(key.toString('hex'))).length]).toEqual([
        table,
        column,
        0,
      ])
    }
    expect(seen).toBeGreaterThan(2)
    server.sink.always('mail', null)
  })
})
