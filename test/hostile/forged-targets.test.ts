import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccountId } from '../../src/lib/id/identifiers.ts'
import { decryptBytes, generateIdentity } from '../../src/platform/age/index.ts'
import { idOf } from '../harness/identifiers.ts'
import { errorCode } from '../harness/portal-guest.ts'
import { createPortalWorld, type PortalWorld, type Sender, type SentMessage } from '../harness/portal-world.ts'
import { until } from '../harness/until.ts'

/** Somebody who can write the database, as its owner, and wants what is sealed from now on to open for them. */
let world: PortalWorld
let clean: Record<string, unknown>[] = []
beforeAll(async () => {
  world = await createPortalWorld()
  clean = await sql('select to_jsonb(m) as row from sealpost.mailboxes m')
})
afterAll(() => world.close())

const attacker = generateIdentity()
const patient = 'patient@mail.example'
type Row = Record<string, unknown>
const sql = async (text: string, values: readonly unknown[] = []): Promise<Row[]> =>
  (await world.parts.database.ownerPool.query<Row>(text, [...values])).rows
const mailboxOf = ({ member }: Sender) => member.mailboxIds[0] ?? ''
const own = () => mailboxOf(world.practice)
const other = () => mailboxOf(world.neighbour)

beforeEach(async () => {
  await world.setCheck(patient, { check: 'sms', number: '+4915112345678' })
  await sql("update sealpost.mailboxes set address = 'being-restored-' || id::text")
  for (const { row } of clean)
    await sql(
      `update sealpost.mailboxes m set recipient = r.recipient, recipient_mac = r.recipient_mac, address = r.address
       from jsonb_populate_record(null::sealpost.mailboxes, $1) r where m.id = r.id`,
      [JSON.stringify(row)],
    )
})

const stored = async () =>
  (
    await sql(`select (select count(*) from sealpost.messages)::text as messages,
      (select count(*) from sealpost.copies)::text as copies, (select count(*) from sealpost.small_contents)::text as contents`)
  )[0]

/** Nothing was sealed, the sender's program keeps the mail, and the forgery is on record. */
async function expectRefusedSealing(): Promise<void> {
  const before = [await stored(), world.mails.length]
  await expect(world.send(patient)).rejects.toMatchObject({ code: 'target.not-authentic', temporary: true })
  expect([await stored(), world.mails.length]).toEqual(before)
}

describe('a mailbox’s key is not sealed to', () => {
  test('when it was exchanged; the refusal is logged, counted and recorded', async () => {
    await sql('update sealpost.mailboxes set recipient = $1 where id = $2', [attacker.recipient, own()])
    await expectRefusedSealing()
    expect(world.logLines.filter((line) => line.includes('"target.not-authentic"')).join('')).toContain(own())
    expect(await world.parts.metrics.text()).toMatch(/sealpost_forged_targets_total\{kind="mailbox"\} [1-9]/)
    const entry = await until('the audit entry', async () => {
      const [found] = await sql(`select subject_id from sealpost.audit_entries where action = 'target.not-authentic'`)
      return found
    })
    expect(entry).toEqual({ subject_id: own() })
  })

  test.each([
    ['removed', null],
    ['made up', randomBytes(32)],
  ])('when its binding was %s', async (_how, mac) => {
    await sql('update sealpost.mailboxes set recipient_mac = $1 where id = $2', [mac, own()])
    await expectRefusedSealing()
    await sql('update sealpost.mailboxes set recipient = $1 where id = $2', [attacker.recipient, own()])
    await expectRefusedSealing()
  })

  test('when key and binding are those of a mailbox of another organisation', async () => {
    await sql(
      `update sealpost.mailboxes m set recipient = o.recipient, recipient_mac = o.recipient_mac
       from sealpost.mailboxes o where m.id = $1 and o.id = $2`,
      [own(), other()],
    )
    await expectRefusedSealing()
  })

  test('when key and binding are those of another kind of row', async () => {
    await sql(
      `update sealpost.mailboxes m set recipient = c.recipient, recipient_mac = c.recipient_mac
       from sealpost.credentials c where m.id = $1 and c.organisation_id = m.organisation_id`,
      [own()],
    )
    await expectRefusedSealing()
  })

  test('when the row of another mailbox was put under the sender’s address', async () => {
    const { organisationId } = world.practice
    const { recipient } = generateIdentity()
    const address = 'helper@praxis.example'
    const actor = { kind: 'command', label: 'test' } as const
    const [account] = await sql('select account_id from sealpost.mailbox_members where mailbox_id = $1', [own()])
    const members = [{ accountId: idOf<AccountId>(String(account?.['account_id'])), sealedIdentity: randomBytes(200) }]
    const { id } = await world.parts.database.withOrganisation(organisationId, (tx) =>
      world.parts.directory.createMailbox(tx, {
        organisationId,
        address,
        displayName: 'Hilfe',
        recipient,
        kind: 'shared',
        members,
        actor,
      }),
    )
    await sql(`update sealpost.mailboxes set address = 'gone@praxis.example' where id = $1`, [own()])
    await sql(`update sealpost.mailboxes set address = 'doctor@praxis.example' where id = $1`, [id])
    const { member } = world.practice
    const asHelper: Sender = { ...world.practice, member: { ...member, mailboxIds: [id] } }
    await expect(world.send(patient, { sender: asHelper })).rejects.toMatchObject({ code: 'target.not-authentic' })
    await sql(`update sealpost.mailboxes set address = $2 where id = $1`, [id, address])
    await expect(world.send(patient, { sender: asHelper })).rejects.toMatchObject({ code: 'target.not-authentic' })
    await sql(`update sealpost.mailboxes set address = 'doctor@praxis.example' where id = $1`, [own()])
    await sql('delete from sealpost.mailbox_members where mailbox_id = $1', [id])
    await sql('delete from sealpost.mailboxes where id = $1', [id])
  })

  test('when it is that of a colleague who gets the message', async () => {
    const { organisationId } = world.practice
    const { recipient } = generateIdentity()
    const address = 'colleague@praxis.example'
    const actor = { kind: 'command', label: 'test' } as const
    const [account] = await sql('select account_id from sealpost.mailbox_members where mailbox_id = $1', [own()])
    const members = [{ accountId: idOf<AccountId>(String(account?.['account_id'])), sealedIdentity: randomBytes(200) }]
    const named = {
      organisationId,
      address,
      displayName: 'Kollegin',
      recipient,
      kind: 'shared',
      members,
      actor,
    } as const
    const { id } = await world.parts.database.withOrganisation(organisationId, (tx) =>
      world.parts.directory.createMailbox(tx, named),
    )
    await sql('update sealpost.mailboxes set recipient = $1 where id = $2', [attacker.recipient, id])
    const before = await stored()
    await expect(world.send(address)).rejects.toMatchObject({ code: 'target.not-authentic' })
    expect(await stored()).toEqual(before)
    await sql('delete from sealpost.mailbox_members where mailbox_id = $1', [id])
    await sql('delete from sealpost.mailboxes where id = $1', [id])
  })

  test('and the role of requests cannot change one at all', async () => {
    const [may] = await sql(
      `select has_any_column_privilege('sealpost_runtime', 'sealpost.mailboxes', 'update') as mailboxes`,
    )
    expect(may).toEqual({ mailboxes: false })
  })

  test('but sealing goes on as soon as the row is as it was', async () => {
    const { messageId } = await world.send(patient)
    const [message] = await sql('select sealed_envelope from sealpost.messages where id = $1', [messageId])
    expect(() => decryptBytes(message?.['sealed_envelope'] as Buffer, [attacker.identity])).toThrow()
  })
})

describe('the key that answers are encrypted to', () => {
  let sent: SentMessage
  beforeEach(async () => {
    sent = await world.send(patient)
  })

  /** The message is still read; it is announced that it cannot be answered, and an answer is refused in words. */
  async function expectNoAnswer(): Promise<void> {
    const guest = await world.visitor(sent.link)
    const opened = await guest.openWithCode(await world.code(guest))
    expect([opened.status, (opened.body as Row)['mailboxRecipient']]).toEqual([200, null])
    const answer = await guest.answer(Buffer.from('age-encryption.org/v1\n'), randomUUID())
    expect(errorCode(answer)).toBe('answer.key-not-authentic')
    expect(answer.text).toContain('Please call the sender')
    expect((await world.sealing.readConversation(world.practice.member, sent.messageId)).answers).toEqual([])
  }

  test('is not announced once it was exchanged', async () => {
    await sql('update sealpost.messages set mailbox_recipient = $1 where id = $2', [attacker.recipient, sent.messageId])
    await expectNoAnswer()
    expect(await world.parts.metrics.text()).toMatch(/sealpost_forged_targets_total\{kind="message"\} [1-9]/)
  })

  test('is not announced without its binding', async () => {
    await sql('update sealpost.messages set mailbox_recipient_mac = null where id = $1', [sent.messageId])
    await expectNoAnswer()
  })

  test('is not that of another mailbox, nor of another message, with its binding', async () => {
    await world.setCheck(patient, { check: 'sms', number: '+4915112345678' }, world.neighbour)
    const foreign = await world.send(patient, { sender: world.neighbour })
    const pairs = [
      ['select recipient, recipient_mac from sealpost.mailboxes where id = $2', other()],
      ['select recipient, recipient_mac from sealpost.mailboxes where id = $2', own()],
      ['select mailbox_recipient, mailbox_recipient_mac from sealpost.messages where id = $2', foreign.messageId],
    ]
    for (const [pair, id] of pairs) {
      await sql(`update sealpost.messages set (mailbox_recipient, mailbox_recipient_mac) = (${pair}) where id = $1`, [
        sent.messageId,
        id,
      ])
      await expectNoAnswer()
    }
  })

  test('is announced and taken when nobody touched it', async () => {
    const guest = await world.reader(sent.link)
    const { body } = await guest.open({ kind: 'session' })
    expect((body as Row)['mailboxRecipient']).toMatch(/^age1pq1/)
  })
})
