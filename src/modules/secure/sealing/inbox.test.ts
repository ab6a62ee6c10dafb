import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../../test/harness/identifiers.ts'
import { openEnvelope } from '../../../../test/harness/open-envelope.ts'
import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import type { InboxEntry } from '../../../contract/inbox.ts'
import type {
  AccountId,
  AnswerId,
  ContentId,
  CopyId,
  MailboxId,
  MessageId,
  OrganisationId,
} from '../../../lib/id/identifiers.ts'
import { decryptBytes } from '../../../platform/age/index.ts'
import { contentOpener } from '../../../platform/split-key/index.ts'
import type { MailboxMember } from './index.ts'

/** What came to mailboxes of the organisation, in a world of its own for each test. */
let world: SealingWorld
let stranger: MailboxMember
let outsider: MailboxMember
beforeAll(async () => {
  world = await createSealingWorld()
  stranger = { ...world.colleague, organisationId: newId<OrganisationId>() }
  outsider = { ...world.colleague, accountId: newId<AccountId>(), mailboxIds: [newId<MailboxId>()] }
})
afterAll(() => world.close())
beforeEach(async () => {
  world.deps.clock.advance(1000)
  await world.deps.database.ownerPool.query(
    'truncate sealpost.messages, sealpost.copies, sealpost.answers, sealpost.small_contents cascade',
  )
  world.queued.length = 0
})

const patient = 'patient@mail.example'
const text =
  'From: doctor@praxis.example\r\nReply-To: Praxis <team@praxis.example>\r\nSubject: Befund\r\n\r\nAm Montag.\r\n'
const dayMs = 24 * 3600 * 1000
const both = (): MailboxMember => ({
  ...world.member,
  mailboxIds: [...world.member.mailboxIds, ...world.colleague.mailboxIds],
})

async function send(to: readonly string[] = [world.colleague.address]): Promise<MessageId> {
  world.deps.clock.advance(1000)
  return (await world.sealing.acceptMail(world.mail(text, to))).messageId
}

/** The patient answers the message that was sent last. */
async function answer(): Promise<void> {
  const token = /\/o\/([A-Za-z0-9_-]{22})#/.exec(String(paramsOf(world.queued.at(-1))['link']))?.[1] ?? ''
  const found = await world.sealing.guest.findLink(token)
  const copy = await world.deps.database.withOrganisation(world.organisationId, (tx) =>
    world.sealing.guest.readCopy(tx, found?.copyId ?? newId<CopyId>()),
  )
  if (copy === null) throw new Error('unknown link')
  world.deps.clock.advance(1000)
  const content = Readable.from([Buffer.from('age-encryption.org/v1\n')])
  await world.sealing.guest.addAnswer({ copy, verifiedBy: 'sms', requestKey: randomUUID(), content, maxBytes: 1000 })
}

const page = (before?: CopyId | AnswerId, limit = 30) => ({ before, limit })
const inbox = (member = world.colleague, wanted = page()) => world.sealing.listInbox(member, wanted)
const conversation = (messageId: MessageId, member = world.colleague) =>
  world.sealing.readConversation(member, messageId)
const contentOf = async (messageId: MessageId) =>
  (await conversation(messageId, world.member)).contentId ?? newId<ContentId>()
const open = async (contentId: ContentId, member = world.colleague) =>
  buffer(await world.sealing.openContent(member, contentId))

const envelopeIn = ({ messageId, sealedEnvelope }: InboxEntry, identity: string) =>
  openEnvelope({ id: messageId, sealedEnvelope }, identity)

const openings = async (messageId: MessageId) => {
  const { rows } = await world.deps.database.ownerPool.query<{ detail: { first: boolean } }>(
    `select detail from sealpost.audit_entries where action = 'message.opened' and subject_id = $1 order by at, id`,
    [messageId],
  )
  return rows.map(({ detail }) => detail.first)
}

describe('the inbox', () => {
  test('has a message of a colleague, with its sender, its time and a subject only its mailbox can open', async () => {
    const messageId = await send()
    const { entries, next, unread } = await inbox()
    expect(entries).toMatchObject([
      {
        kind: 'message',
        messageId,
        mailboxId: world.colleague.mailboxIds[0],
        from: { name: 'Dr. Ada Beispiel', address: 'doctor@praxis.example' },
        receivedAt: world.deps.clock.now().toISOString(),
        state: 'open',
        isUnread: true,
      },
    ])
    expect([next, unread]).toEqual([null, 1])
    const [entry] = entries
    if (entry === undefined) throw new Error('no entry')
    // With the answers key a colleague would open what the other recipients answer.
    const envelope = envelopeIn(entry, world.colleagueIdentity)
    expect(envelope).toMatchObject({ messageId, subject: 'Befund', answersKey: null })
    expect(() => envelopeIn(entry, world.mailbox.identity)).toThrow()
    const contentId = await contentOf(messageId)
    const opener = contentOpener(envelope.conversationIdentity, contentId)
    expect(Buffer.from(decryptBytes(await open(contentId), [opener])).toString()).toContain('Am Montag.')
  })

  test('has what a recipient answered, in one order with the messages of colleagues, page by page', async () => {
    world.setCheck(patient, 'sms')
    const sent = [await send(), await send([patient])]
    await answer()
    sent.push(await send())
    const all = await inbox(both())
    expect(all.entries.map(({ kind, messageId }) => [kind, messageId])).toEqual([
      ['message', sent[2]],
      ['answer', sent[1]],
      ['message', sent[0]],
    ])
    expect(all.entries[1]).toMatchObject({ from: { name: '', address: patient }, isUnread: true, state: 'open' })
    expect(all.entries[1] && envelopeIn(all.entries[1], world.mailbox.identity).subject).toBe('Befund')
    expect(all.unread).toBe(3)
    const pages: string[][] = []
    let before: CopyId | AnswerId | undefined
    do {
      const { entries, next } = await inbox(both(), page(before, 2))
      pages.push(entries.map(({ id }) => id))
      before = next ?? undefined
    } while (before !== undefined)
    expect(pages.map((ids) => ids.length)).toEqual([2, 1])
    expect(pages.flat()).toEqual(all.entries.map(({ id }) => id))
  })

  test('of the sender has the message to themselves, and of nobody else what outside recipients get', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await send([world.member.address, patient])
    expect((await inbox(world.member)).entries).toMatchObject([{ messageId, kind: 'message' }])
    expect((await inbox()).entries).toEqual([])
  })

  test('shows nothing to a colleague without the mailbox, to a member of none and to another organisation', async () => {
    await send()
    for (const member of [outsider, { ...outsider, mailboxIds: [] }, stranger])
      expect(await inbox(member)).toEqual({ entries: [], next: null, unread: 0 })
  })

  test('counts what nobody has read up to a hundred', async () => {
    await send()
    await world.deps.database.ownerPool.query(
      `insert into sealpost.copies (organisation_id, id, message_id, recipient_id, address, state, mailbox_id, sealed_envelope)
       select organisation_id, gen_random_uuid(), message_id, recipient_id, address, state, mailbox_id, sealed_envelope
       from sealpost.copies, generate_series(1, 120)`,
    )
    const { entries, unread } = await inbox()
    expect([entries.length, unread]).toEqual([30, 100])
  })
})

describe('a received message', () => {
  test('is unread until a member of its mailbox fetches the content; the sender sees it as opened', async () => {
    const messageId = await send()
    const contentId = await contentOf(messageId)
    await open(contentId, world.member)
    await conversation(messageId)
    expect(await inbox()).toMatchObject({ entries: [{ isUnread: true }], unread: 1 })
    await open(contentId)
    expect(await inbox()).toMatchObject({ entries: [{ isUnread: false }], unread: 0 })
    expect((await conversation(messageId, world.member)).message.copies).toMatchObject([{ state: 'opened' }])
    world.deps.clock.advance(1000)
    await open(contentId)
    expect(await openings(messageId)).toEqual([true, false])
  })

  test('is not read in a shared mailbox because its sender, who has that mailbox too, looked at it in Sent', async () => {
    const messageId = await send()
    await open(await contentOf(messageId), both())
    expect((await inbox()).unread).toBe(1)
    await world.sealing.markMessageRead(both(), messageId)
    expect((await inbox()).unread).toBe(0)
    await world.sealing.markMessageRead(both(), messageId)
    expect(await openings(messageId)).toEqual([true])
  })

  test('says who sent it, where answers go and that the session may change nothing', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await send([world.colleague.address, patient])
    const { message, answers, mayChange, received } = await conversation(messageId)
    expect(message.copies.map(({ address, signsIn }) => [address, signsIn])).toEqual([[world.colleague.address, true]])
    expect([answers, mayChange]).toEqual([[], false])
    expect(received).toMatchObject({
      mailboxId: world.colleague.mailboxIds[0],
      from: { name: 'Dr. Ada Beispiel', address: 'doctor@praxis.example' },
      answersTo: [{ name: 'Praxis', address: 'team@praxis.example' }],
      state: 'open',
      openedAt: null,
    })
    expect(await conversation(messageId, world.member)).toMatchObject({ mayChange: true, received: null })
    expect(await conversation(messageId, both())).toMatchObject({
      mayChange: true,
      message: { mailboxId: world.member.mailboxIds[0], copies: [{}, {}] },
      received: { mailboxId: world.colleague.mailboxIds[0] },
    })
  })

  test('is an unknown message to a colleague without the mailbox and to another organisation', async () => {
    const messageId = await send()
    const contentId = await contentOf(messageId)
    const unknown = newId<MessageId>()
    for (const member of [outsider, { ...outsider, mailboxIds: [] }, stranger]) {
      const refusals = await Promise.all(
        [messageId, unknown].map((id) => conversation(id, member).catch((error: unknown) => error)),
      )
      expect(refusals[0]).toEqual(refusals[1])
      expect(refusals[0]).toMatchObject({ code: 'message.unknown', kind: 'not-found' })
      await expect(world.sealing.markMessageRead(member, messageId)).rejects.toEqual(refusals[0])
      await expect(open(contentId, member)).rejects.toMatchObject({ code: 'content.unknown' })
    }
    // The sender's own mailbox got nothing: there is nothing to read.
    await expect(world.sealing.markMessageRead(world.member, messageId)).rejects.toMatchObject({
      code: 'message.unknown',
    })
    expect((await inbox()).unread).toBe(1)
  })

  test.each([
    ['revoked', async (messageId: MessageId) => revoke(messageId, 'recipients')],
    ['revoked', async (messageId: MessageId) => revoke(messageId, 'everyone')],
    ['expired', async () => world.deps.clock.advance(31 * dayMs)],
    [
      'expired',
      async () => {
        world.deps.clock.advance(31 * dayMs)
        await world.sealing.expire()
      },
    ],
  ] as const)('that is %s stays in the list and opens no more', async (state, end) => {
    const messageId = await send()
    const contentId = await contentOf(messageId)
    await end(messageId)
    expect(await inbox()).toMatchObject({
      entries: [{ messageId, state, sealedEnvelope: null, isUnread: false }],
      unread: 0,
    })
    expect(await conversation(messageId)).toMatchObject({
      message: { sealedEnvelope: null },
      contentId: null,
      mayChange: false,
      received: { state, sealedEnvelope: null },
    })
    await expect(open(contentId)).rejects.toMatchObject({ code: 'content.unknown' })
    await world.sealing.markMessageRead(world.colleague, messageId)
    expect(await openings(messageId)).toEqual([])
  })

  test('gets no link besides: its reader signs in', async () => {
    const messageId = await send()
    const { message } = await conversation(messageId, world.member)
    world.setCheck(world.colleague.address, 'sms')
    const made = { linkSecret: 'A'.repeat(27), serverShare: 'A'.repeat(43), wrappedIdentity: 'AAAA' }
    await expect(
      world.sealing.complete(world.member, {
        ...made,
        copyId: message.copies[0]?.id ?? newId<CopyId>(),
        accessKeyId: null,
        subject: null,
      }),
    ).rejects.toMatchObject({ code: 'copy.signs-in' })
  })
})

const revoke = (messageId: MessageId, scope: 'recipients' | 'everyone') =>
  world.sealing.revoke(world.member, { messageId, scope })
