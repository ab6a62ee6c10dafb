import { openEnvelope } from '../../../../test/harness/open-envelope.ts'
import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { idOf, newId } from '../../../../test/harness/identifiers.ts'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import { makeCopyCompletion } from '../../../clients/keys/web-complete-copy.ts'
import { openEnvelope as openInClient } from '../../../clients/keys/web-envelope.ts'
import type { MessageEnvelope } from '../../../contract/messages.ts'
import type { ContentId, CopyId, MailboxId, MessageId, OrganisationId } from '../../../lib/id/identifiers.ts'
import { generateLinkSecret, parseCopyKeys, parseLinkSecret } from '../../../lib/split-key/index.ts'
import { decryptBytes, encryptBytes } from '../../../platform/age/index.ts'
import { contentOpener, deriveLinkProofSync, unwrapIdentitySync } from '../../../platform/split-key/index.ts'
import type { QueuedMail } from './index.ts'

let world: SealingWorld
beforeAll(async () => {
  world = await createSealingWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.queued.length = 0
  world.deps.clock.advance(1000)
})

const patient = 'patient@mail.example'
const header = 'From: doctor@praxis.example\r\nTo: patient@mail.example\r\nSubject: =?utf-8?q?Befund_f=C3=BCr_Sie?=\r\n'
const text = `${header}Bcc: secret@mail.example\r\nX-Sealpost-Route: portal\r\n\r\nIhr Befund liegt vor.\r\n`

function linkIn(mail: QueuedMail | undefined): { token: string; secret: string } {
  const [, token = '', secret = ''] =
    /\/o\/([A-Za-z0-9_-]{22})#([A-Za-z0-9_-]{27})$/.exec(String(paramsOf(mail)['link'])) ?? []
  return { token, secret }
}

function linkOf(secret: string) {
  const link = parseLinkSecret(secret)
  if (link === null) throw new Error('no link secret')
  return link
}

async function openAs(mail: QueuedMail | undefined, accessKey: Uint8Array = new Uint8Array(0)): Promise<string> {
  const { token, secret } = linkIn(mail)
  const found = await world.sealing.guest.findLink(token)
  if (found === null) throw new Error('unknown link')
  return world.deps.database.withOrganisation(found.organisationId, async (tx) => {
    const share = await world.sealing.guest.releaseShare(tx, found.copyId)
    const { conversation } = parseCopyKeys(
      unwrapIdentitySync(
        { link: linkOf(secret), serverShare: share.serverShare, accessKey, context: share.wrapContext },
        share.wrappedIdentity,
      ),
    )
    const copy = await world.sealing.guest.readCopy(tx, found.copyId)
    const content = await buffer(await world.sealing.openContent(world.member, copy?.contentId ?? newId<ContentId>()))
    return Buffer.from(
      decryptBytes(content, [contentOpener(conversation, copy?.contentId ?? newId<ContentId>())]),
    ).toString('latin1')
  })
}

async function envelopeOf(messageId: MessageId): Promise<MessageEnvelope> {
  const { message } = await world.sealing.readConversation(world.member, messageId)
  return openEnvelope(message, world.mailbox.identity)
}

describe('a message whose recipient has a check', () => {
  test('opens with both shares and is byte for byte what came in, but for the listed header edits', async () => {
    world.setCheck(patient, 'sms')
    const accepted = await world.sealing.acceptMail(world.mail(text, [patient]))
    expect(accepted).toMatchObject({ parked: [], queued: [patient] })
    const received = 'Received: from client by mail.praxis.example with ESMTPSA; Sat, 21 Nov 2026 09:00:00 +0000\r\n'
    const opened = await openAs(world.queued[0])
    const id = /^Message-ID: <[0-9a-f-]{36}@praxis\.example>\r\n/m.exec(opened)?.[0] ?? 'no Message-ID'
    const added = `Date: ${world.deps.clock.now().toUTCString().replace('GMT', '+0000')}\r\n${id}`
    expect(opened).toBe(`${received}${added}${header}\r\nIhr Befund liegt vor.\r\n`)
  })

  test('the sender opens the envelope with the mailbox identity: subject and conversation', async () => {
    world.setCheck(patient, 'sms')
    const { messageId } = await world.sealing.acceptMail(world.mail(text, [patient]))
    expect(await envelopeOf(messageId)).toMatchObject({
      messageId,
      subject: 'Befund für Sie',
      conversationIdentity: expect.stringMatching(/^SEALPOST-SEED-1/),
    })
  })

  test('an access code is part of the key: without it the shares open nothing', async () => {
    const accessKey = randomBytes(32)
    world.setCheck('code@mail.example', 'access-code', accessKey)
    await world.sealing.acceptMail(world.mail(text, ['code@mail.example']))
    await expect(openAs(world.queued[0])).rejects.toThrow()
    expect(await openAs(world.queued[0], accessKey)).toContain('Ihr Befund')
  })

  test.each([
    ['an account’s own mailbox', {}, 'Anna Assistenz'],
    ['a shared mailbox', { mailboxId: null }, 'Dr. Ada Beispiel'],
    ['a customer’s own mail server', { kind: 'relay', mailboxId: null }, 'Anna Assistenz'],
  ] as const)('from %s comes in the name that belongs to it', async (_from, change, name) => {
    world.setCheck(patient, 'sms')
    const mail = world.mail(text, [patient])
    await world.sealing.acceptMail({ ...mail, sender: { ...mail.sender, displayName: 'Anna Assistenz', ...change } })
    expect(paramsOf(world.queued[0])['senderName']).toBe(name)
  })

  test('a hidden subject is not in the notification', async () => {
    world.setCheck(patient, 'sms')
    world.settings.hideSubject = true
    await world.sealing.acceptMail(world.mail(text, [patient]))
    world.settings.hideSubject = false
    expect(JSON.stringify(world.queued)).not.toContain('Befund')
  })

  test('a proof made from another secret is not the link', async () => {
    world.setCheck(patient, 'sms')
    await world.sealing.acceptMail(world.mail(text, [patient]))
    const { token, secret } = linkIn(world.queued[0])
    const found = await world.sealing.guest.findLink(token)
    const holds = (proof: Uint8Array) =>
      world.deps.database.withOrganisation(world.organisationId, (tx) =>
        world.sealing.guest.holdsLink(tx, found?.copyId ?? newId<CopyId>(), proof),
      )
    expect(await holds(deriveLinkProofSync(linkOf(secret)))).toBe(true)
    expect(await holds(deriveLinkProofSync(generateLinkSecret()))).toBe(false)
  })

  test('one address given twice gets one copy', async () => {
    world.setCheck(patient, 'sms')
    const accepted = await world.sealing.acceptMail(world.mail(text, [patient, 'Patient@Mail.example'.toLowerCase()]))
    expect(accepted.queued).toEqual([patient])
  })

  test('a content of several megabytes streams through and comes out the same', async () => {
    world.setCheck(patient, 'sms')
    const body = `${randomBytes(3_000_000).toString('base64')}\r\n`
    await world.sealing.acceptMail(world.mail(`${header}\r\n${body}`, [patient]))
    expect((await openAs(world.queued[0])).endsWith(body)).toBe(true)
  })
})

describe('what cannot be sealed leaves nothing behind', () => {
  const contents = async () =>
    (await Array.fromAsync(world.deps.blobs.listOlderThan(new Date(Date.now() + 10_000)))).length

  test('a content that breaks off', async () => {
    const before = await contents()
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${header}\r\nhalf`)
      throw new Error('connection lost')
    }
    await expect(world.sealing.acceptMail({ ...world.mail('', [patient]), content: broken() })).rejects.toThrow(
      'connection lost',
    )
    expect(await contents()).toBe(before)
    expect(world.queued).toEqual([])
  })

  test('a large content that breaks off', async () => {
    const before = await contents()
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${header}\r\n`)
      for (let piece = 0; piece < 20; piece++) yield randomBytes(65_536)
      throw new Error('connection lost')
    }
    await expect(world.sealing.acceptMail({ ...world.mail('', [patient]), content: broken() })).rejects.toThrow(
      'connection lost',
    )
    expect(await contents()).toBe(before)
  })

  test('more recipients than allowed', async () => {
    world.settings.maxRecipientsPerMessage = 2
    const before = await contents()
    const many = world.mail(text, ['a@x.example', 'b@x.example', 'c@x.example'])
    await expect(world.sealing.acceptMail(many)).rejects.toMatchObject({ code: 'message.too-many-recipients' })
    world.settings.maxRecipientsPerMessage = 500
    expect(await contents()).toBe(before)
  })

  test('a relay whose sender has no mailbox', async () => {
    const mail = world.mail(text, [patient])
    const stranger = {
      ...mail,
      sender: { ...mail.sender, mailboxId: idOf<MailboxId>('019ab000-0000-7000-8000-000000000000') },
    }
    await expect(world.sealing.acceptMail(stranger)).rejects.toMatchObject({ code: 'message.no-mailbox' })
  })
})

describe('a parked recipient (no silent downgrade)', () => {
  let newcomer = ''
  beforeEach(() => {
    newcomer = `newcomer-${randomBytes(4).toString('hex')}@mail.example`
  })
  async function park(): Promise<{ messageId: MessageId; copyId: CopyId }> {
    const { messageId, parked } = await world.sealing.acceptMail(world.mail(text, [newcomer]))
    expect(parked).toEqual([newcomer])
    const { message } = await world.sealing.readConversation(world.member, messageId)
    return { messageId, copyId: message.copies[0]?.id ?? newId<CopyId>() }
  }
  async function completion(messageId: MessageId, copyId: CopyId) {
    const { message } = await world.sealing.readConversation(world.member, messageId)
    const { id, sealedEnvelope } = message
    const envelope = await openInClient({ id, sealedEnvelope: sealedEnvelope ?? '' }, world.mailbox.identity)
    return { copyId, ...(await makeCopyCompletion(copyId, envelope, { accessKeyId: null, accessKey: null })) }
  }

  test('gets no mail; the sender gets one with the completion page', async () => {
    const { messageId } = await park()
    expect(world.queued.map((mail) => [mail.to, mail.kind])).toEqual([['doctor@praxis.example', 'message-parked']])
    expect(paramsOf(world.queued[0])['completeUrl']).toBe(`http://localhost:8080/messages/${messageId}/complete`)
  })

  test('is completed by the sender’s client and then opens', async () => {
    const { messageId, copyId } = await park()
    world.setCheck(newcomer, 'sms')
    world.queued.length = 0
    await world.sealing.complete(world.member, await completion(messageId, copyId))
    expect(await openAs(world.queued[0])).toContain('Ihr Befund')
  })

  test('cannot be completed by a colleague who is not a member of the mailbox', async () => {
    const { messageId, copyId } = await park()
    const colleague = { ...world.member, mailboxIds: [] }
    await expect(
      world.sealing.complete(
        colleague,
        await completion(messageId, copyId).catch(() => Promise.reject(new Error('setup'))),
      ),
    ).rejects.toMatchObject({ code: 'message.unknown' })
  })
})

describe('ending access destroys shares', () => {
  const shares = async (messageId: MessageId) => {
    const { rows } = await world.deps.database.ownerPool.query(
      'select state, sealed_share, wrapped_identity from sealpost.copies where message_id = $1',
      [messageId],
    )
    return rows as { state: string; sealed_share: Buffer | null; wrapped_identity: Buffer | null }[]
  }
  async function send(): Promise<MessageId> {
    world.setCheck(patient, 'sms')
    return (await world.sealing.acceptMail(world.mail(text, [patient]))).messageId
  }

  test('revoking for recipients: the row holds no share, the sender still reads', async () => {
    const messageId = await send()
    await world.sealing.revoke(world.member, { messageId, scope: 'recipients' })
    expect(await shares(messageId)).toEqual([{ state: 'revoked', sealed_share: null, wrapped_identity: null }])
    await expect(openAs(world.queued[0])).rejects.toMatchObject({ code: 'portal.closed' })
    expect((await envelopeOf(messageId)).subject).toBe('Befund für Sie')
  })

  test('revoking for everyone: the content is gone as well', async () => {
    const messageId = await send()
    const { contentId } = await world.sealing.readConversation(world.member, messageId)
    await world.sealing.revoke(world.member, { messageId, scope: 'everyone' })
    await expect(world.sealing.openContent(world.member, contentId ?? newId<ContentId>())).rejects.toMatchObject({
      code: 'content.unknown',
    })
    const { rows } = await world.deps.database.ownerPool.query('select from sealpost.small_contents where id = $1', [
      contentId,
    ])
    expect(rows).toEqual([])
    expect((await world.sealing.readConversation(world.member, messageId)).message.sealedEnvelope).toBeNull()
  })

  test('expiry refuses by the clock at once and destroys when the job runs', async () => {
    const messageId = await send()
    world.deps.clock.advance(31 * 24 * 3600 * 1000)
    await expect(openAs(world.queued[0])).rejects.toMatchObject({ code: 'portal.closed' })
    expect((await shares(messageId))[0]?.sealed_share).not.toBeNull()
    await world.sealing.expire()
    expect(await shares(messageId)).toEqual([{ state: 'expired', sealed_share: null, wrapped_identity: null }])
  })

  test('an extended message opens after its first period', async () => {
    const messageId = await send()
    const later = new Date(world.deps.clock.now().getTime() + 60 * 24 * 3600 * 1000)
    await world.sealing.extend(world.member, { messageId, expiresAt: later })
    world.deps.clock.advance(31 * 24 * 3600 * 1000)
    await world.sealing.expire()
    expect(await openAs(world.queued[0])).toContain('Ihr Befund')
  })

  test('an expiry beyond the organisation’s limit and one in the past are refused', async () => {
    const messageId = await send()
    const days = (count: number) => new Date(world.deps.clock.now().getTime() + count * 24 * 3600 * 1000)
    await expect(world.sealing.extend(world.member, { messageId, expiresAt: days(400) })).rejects.toMatchObject({
      code: 'message.bad-expiry',
    })
    await expect(world.sealing.extend(world.member, { messageId, expiresAt: days(-1) })).rejects.toMatchObject({
      code: 'message.bad-expiry',
    })
  })

  test('a colleague without the mailbox can neither revoke nor extend', async () => {
    const messageId = await send()
    const colleague = { ...world.member, mailboxIds: [] }
    await expect(world.sealing.revoke(colleague, { messageId, scope: 'everyone' })).rejects.toMatchObject({
      code: 'message.unknown',
    })
    await expect(world.sealing.extend(colleague, { messageId, expiresAt: new Date() })).rejects.toMatchObject({
      code: 'message.unknown',
    })
  })

  test('another organisation can do neither, even with the identifier', async () => {
    const messageId = await send()
    const stranger = { ...world.member, organisationId: idOf<OrganisationId>('019ab000-0000-7000-8000-000000000000') }
    await expect(world.sealing.revoke(stranger, { messageId, scope: 'everyone' })).rejects.toMatchObject({
      code: 'message.unknown',
    })
  })
})

describe('answers', () => {
  const requestKey = '019ab000-0000-7000-8000-00000000000a'
  async function guest() {
    world.queued.length = 0
    world.setCheck(patient, 'sms')
    const { messageId } = await world.sealing.acceptMail(world.mail(text, [patient]))
    const found = await world.sealing.guest.findLink(linkIn(world.queued[0]).token)
    const copy = await world.deps.database.withOrganisation(world.organisationId, (tx) =>
      world.sealing.guest.readCopy(tx, found?.copyId ?? newId<CopyId>()),
    )
    if (copy === null) throw new Error('no copy')
    world.queued.length = 0
    return { messageId, copy }
  }
  const file = () => Readable.from([encryptBytes(Buffer.from('Danke'), [world.mailbox.recipient])])

  test('arrive bound to the verified recipient and tell the sender', async () => {
    const { messageId, copy } = await guest()
    await world.sealing.guest.addAnswer({ copy, verifiedBy: 'sms', requestKey, content: file(), maxBytes: 100_000 })
    const { answers } = await world.sealing.readConversation(world.member, messageId)
    expect(answers).toMatchObject([{ fromAddress: patient, verifiedBy: 'sms', readAt: null }])
    const content = await buffer(
      await world.sealing.openContent(world.member, answers[0]?.contentId ?? newId<ContentId>()),
    )
    expect(Buffer.from(decryptBytes(content, [world.mailbox.identity])).toString()).toBe('Danke')
    expect(world.queued.map((mail) => mail.kind)).toEqual(['answer-arrived'])
  })

  test('sent twice under one key are one answer and one mail', async () => {
    const { messageId, copy } = await guest()
    const answer = () =>
      world.sealing.guest.addAnswer({ copy, verifiedBy: 'sms', requestKey, content: file(), maxBytes: 100_000 })
    await answer()
    await answer()
    expect((await world.sealing.readConversation(world.member, messageId)).answers).toHaveLength(1)
    expect(world.queued).toHaveLength(1)
  })

  test('that are no age file, or too large, or cut off are refused', async () => {
    const { copy } = await guest()
    const send = (content: Readable, maxBytes = 100_000) =>
      world.sealing.guest.addAnswer({ copy, verifiedBy: 'sms', requestKey, content, maxBytes })
    await expect(send(Readable.from([Buffer.from('From: attacker@x.example\r\n\r\nplain')]))).rejects.toMatchObject({
      code: 'answer.not-encrypted',
    })
    await expect(send(file(), 100)).rejects.toMatchObject({ code: 'answer.too-large' })
    await expect(send(Readable.from([Buffer.from('age-enc')]))).rejects.toMatchObject({ code: 'answer.not-encrypted' })
  })

  test('of another recipient stay closed to a guest', async () => {
    const first = await guest()
    const row = await world.sealing.guest.addAnswer({
      copy: first.copy,
      verifiedBy: 'sms',
      requestKey,
      content: file(),
      maxBytes: 100_000,
    })
    const other = await guest()
    const read = world.sealing.guest.openContent({
      organisationId: world.organisationId,
      copyId: other.copy.id,
      messageId: other.messageId,
      contentId: row.content_id ?? newId<ContentId>(),
    })
    await expect(read).rejects.toMatchObject({ code: 'content.unknown' })
  })
})

describe('the sweep', () => {
  test('removes contents that no row names and keeps the others', async () => {
    world.setCheck(patient, 'sms')
    const { messageId } = await world.sealing.acceptMail(world.mail(`${text}${'x'.repeat(100_000)}`, [patient]))
    const orphan = '019ab000-0000-7000-8000-0000000000ff'
    await world.deps.blobs.put(orphan, Buffer.from('left behind'))
    world.deps.clock.advance(Date.now() - world.deps.clock.now().getTime() + 2 * 24 * 3600 * 1000)
    expect(await world.sealing.sweepContents()).toBeGreaterThanOrEqual(1)
    await expect(world.deps.blobs.open(orphan)).rejects.toMatchObject({ code: 'blobs.missing' })
    const { contentId } = await world.sealing.readConversation(world.member, messageId)
    expect((await buffer(await world.deps.blobs.open(contentId ?? newId<ContentId>()))).length).toBeGreaterThan(0)
  })
})
