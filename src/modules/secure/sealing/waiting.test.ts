import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../../test/harness/identifiers.ts'
import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import type { AnswerId, CopyId, MessageId, OrganisationId } from '../../../lib/id/identifiers.ts'
import type { MailboxMember } from './index.ts'

/** What waits for members of a mailbox, in a world of its own for each test. */
let world: SealingWorld
beforeAll(async () => {
  world = await createSealingWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  world.deps.clock.advance(1000)
  await world.deps.database.ownerPool.query(
    'truncate sealpost.messages, sealpost.copies, sealpost.answers, sealpost.small_contents cascade',
  )
  world.queued.length = 0
})

const text = 'From: doctor@praxis.example\r\nSubject: Befund\r\n\r\nAm Montag.\r\n'
const page = (before?: MessageId, limit = 30) => ({ before, limit })
const waiting = (member: MailboxMember = world.member, wanted = page()) => world.sealing.listWaiting(member, wanted)
const idsOf = async (member?: MailboxMember) => (await waiting(member)).messages.map(({ id }) => id)

let sent = 0
/** To a patient of their own, whose check is known unless they are new. */
async function send(patient: 'known' | 'new' = 'known'): Promise<MessageId> {
  world.deps.clock.advance(1000)
  sent += 1
  const address = `patient-${sent}@mail.example`
  if (patient === 'known') world.setCheck(address, 'sms')
  return (await world.sealing.acceptMail(world.mail(text, [address]))).messageId
}
const change = (messageId: MessageId, columns: string) =>
  world.deps.database.ownerPool.query(`update sealpost.copies set ${columns} where message_id = $1`, [messageId])

async function answerLast(): Promise<AnswerId> {
  const token = /\/o\/([A-Za-z0-9_-]{22})#/.exec(String(paramsOf(world.queued.at(-1))['link']))?.[1] ?? ''
  const found = await world.sealing.guest.findLink(token)
  const copy = await world.deps.database.withOrganisation(world.organisationId, (tx) =>
    world.sealing.guest.readCopy(tx, found?.copyId ?? newId<CopyId>()),
  )
  if (copy === null) throw new Error('unknown link')
  const content = Readable.from([Buffer.from('age-encryption.org/v1\n')])
  await world.sealing.guest.addAnswer({ copy, verifiedBy: 'sms', requestKey: randomUUID(), content, maxBytes: 1000 })
  const { rows } = await world.deps.database.ownerPool.query<{ id: AnswerId }>('select id from sealpost.answers')
  return rows[0]?.id ?? newId<AnswerId>()
}

describe('what waits for its sender', () => {
  test('is nothing while every message goes its way', async () => {
    await send()
    expect(await waiting()).toEqual({ messages: [], next: null, waiting: 0 })
  })

  test('is a message whose recipient has no check yet, until it is revoked', async () => {
    await send()
    const id = await send('new')
    expect(await waiting()).toMatchObject({ messages: [{ id, copies: [{ state: 'parked' }] }], next: null, waiting: 1 })
    await world.sealing.revoke(world.member, { messageId: id, scope: 'recipients', copyIds: undefined })
    expect(await idsOf()).toEqual([])
  })

  test.each([
    ['cannot be delivered', `state = 'failed'`],
    ['has a recipient who asks for a new link', `state = 'notified', new_link_requested_at = now()`],
    ['has a recipient whose number is wrong', `state = 'notified', number_reported_wrong_at = now()`],
  ])('is a message that %s, while it can be opened', async (_what, columns) => {
    const id = await send()
    await change(id, columns)
    expect(await idsOf()).toEqual([id])
    await change(id, `state = 'expired'`)
    expect(await idsOf()).toEqual([])
  })

  test('is an answer that nobody has read', async () => {
    const id = await send()
    const answerId = await answerLast()
    expect(await waiting()).toMatchObject({ messages: [{ id, unreadAnswers: 1 }], waiting: 1 })
    await world.sealing.markAnswerRead(world.member, answerId)
    expect(await idsOf()).toEqual([])
  })

  test('is the password of files that have arrived, until somebody passed it on', async () => {
    const id = await send()
    await change(id, `route = 'attachment', state = 'notified'`)
    await world.deps.database.ownerPool.query(
      `insert into sealpost.message_passwords (organisation_id, message_id, sealed, shown_at, erases_at)
       values ($1, $2, '\\x00', now(), now() + interval '30 days')`,
      [world.organisationId, id],
    )
    expect(await waiting()).toMatchObject({ messages: [{ id, password: { state: 'kept', passedOnAt: null } }] })
    await world.sealing.passwordPassedOn(world.member, { messageId: id })
    expect(await idsOf()).toEqual([])
  })

  test('comes newest first, page by page, each message once however much waits in it', async () => {
    const ids = [await send('new'), await send('new'), await send('new')].toReversed()
    await change(ids[1] ?? newId<MessageId>(), 'number_reported_wrong_at = now()')
    const first = await waiting(world.member, page(undefined, 2))
    expect([first.messages.map(({ id }) => id), first.next, first.waiting]).toEqual([ids.slice(0, 2), ids[1], 3])
    const second = await waiting(world.member, page(first.next ?? undefined, 2))
    expect([second.messages.map(({ id }) => id), second.next]).toEqual([ids.slice(2), null])
  })

  test('is shown to members of the sending mailbox alone: not to colleagues, other organisations or those without one', async () => {
    await send('new')
    const stranger = { ...world.member, organisationId: newId<OrganisationId>() }
    for (const member of [world.colleague, stranger, { ...world.member, mailboxIds: [] }])
      expect(await waiting(member)).toEqual({ messages: [], next: null, waiting: 0 })
  })
})

test('a recipient who is locked waits for whoever may unlock them', async () => {
  const id = await send()
  world.lock(`patient-${sent}@mail.example`)
  expect(await waiting()).toMatchObject({ messages: [{ id, copies: [{ state: 'locked' }] }], waiting: 1 })
})
