import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeFormer } from '../../../../test/harness/former-message.ts'
import { idOf, newId } from '../../../../test/harness/identifiers.ts'
import { openEnvelope } from '../../../../test/harness/open-envelope.ts'
import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { createSealingWorld, type SealingWorld } from '../../../../test/harness/sealing-world.ts'
import { contentIdentity } from '../../../clients/keys/content-identity.ts'
import { openContent } from '../../../clients/keys/open-content.ts'
import { makeCopyCompletion } from '../../../clients/keys/web-complete-copy.ts'
import { openEnvelope as openEnvelopeOnPage } from '../../../clients/keys/web-envelope.ts'
import type { ContentId, CopyId, MailboxId, MessageId } from '../../../lib/id/identifiers.ts'
import { parseCopyKeys, parseLinkSecret } from '../../../lib/split-key/index.ts'
import { generateIdentity } from '../../../platform/age/index.ts'
import { unwrapIdentitySync } from '../../../platform/split-key/index.ts'
import type { PackRequest } from '../packaging/index.ts'
import type { QueuedMail } from './index.ts'

/** Rows as they were before messages had seeds, read by today's server and pages; and those of today by the same code. */
let world: SealingWorld
let packed: PackRequest[]
let patients = 0
let patient = ''
beforeAll(async () => {
  world = await createSealingWorld()
  world.pack = (request) => {
    packed.push({ ...request, content: Buffer.from(request.content) })
    return Promise.resolve({ kind: 'packed', zip: Buffer.from('z'), pdf: Buffer.from('p'), attachments: 0, notes: [] })
  }
})
afterAll(() => world.close())
beforeEach(() => {
  packed = []
  world.queued.length = 0
  world.domainRules.length = 0
  world.settings.route = 'portal'
  world.deps.clock.advance(1000)
  patient = `patient${++patients}@mail.example`
})

const word = 'Alles gut.'
const accept = async (recipients: readonly string[]) => {
  const text = `From: doctor@praxis.example\r\nSubject: Befund\r\n\r\n${word}\r\n`
  return (await world.sealing.acceptMail(world.mail(text, recipients))).messageId
}
const linkIn = (mail: QueuedMail | undefined) => {
  const [, token = '', secret = ''] = /\/o\/([\w-]{22})#([\w-]{27})$/.exec(String(paramsOf(mail)['link'])) ?? []
  const link = parseLinkSecret(secret)
  if (link === null) throw new Error('no link in this mail')
  return { token, link }
}

/** What the page behind the link of a mail shows. */
async function readBehind(mail: QueuedMail | undefined): Promise<string> {
  const { token, link } = linkIn(mail)
  const found = await world.sealing.guest.findLink(token)
  if (found === null) throw new Error('unknown link')
  const { share, contentId } = await world.deps.database.withOrganisation(found.organisationId, async (tx) => ({
    share: await world.sealing.guest.releaseShare(tx, found.copyId),
    contentId: (await world.sealing.guest.readCopy(tx, found.copyId))?.contentId ?? newId<ContentId>(),
  }))
  const shares = { link, serverShare: share.serverShare, accessKey: new Uint8Array(0), context: share.wrapContext }
  const { conversation } = parseCopyKeys(unwrapIdentitySync(shares, share.wrappedIdentity))
  return readOnPage(contentId, conversation)
}

async function readOnPage(contentId: ContentId, conversation: string): Promise<string> {
  const file = await buffer(await world.sealing.openContent(world.member, contentId))
  const identities = [await contentIdentity(conversation, contentId)]
  return (await openContent(new Blob([new Uint8Array(file)]).stream(), { identities })).text()
}

const kinds = [
  ['before seeds', true],
  ['of today', false],
] as const
const seedOrIdentity = (isFormer: boolean) => (isFormer ? /^AGE-SECRET-KEY-PQ-1/ : /^SEALPOST-SEED-1/)

describe.each(kinds)('a message %s', (_name, isFormer) => {
  const turn = async (messageId: MessageId, mail?: QueuedMail) =>
    isFormer ? makeFormer(world, messageId, mail === undefined ? undefined : linkIn(mail).link) : undefined

  test('is read by its recipient and by its sender', async () => {
    world.setCheck(patient, 'sms')
    const messageId = await accept([patient])
    await turn(messageId, world.queued[0])
    expect(await readBehind(world.queued[0])).toContain(word)
    const { message, contentId } = await world.sealing.readConversation(world.member, messageId)
    const sealed = { id: messageId, sealedEnvelope: message.sealedEnvelope ?? '' }
    const envelope = await openEnvelopeOnPage(sealed, world.mailbox.identity)
    expect(envelope.conversationIdentity).toMatch(seedOrIdentity(isFormer))
    expect(await readOnPage(contentId ?? newId<ContentId>(), envelope.conversationIdentity)).toContain(word)
  })

  test('is read by a colleague who got it', async () => {
    const messageId = await accept([world.colleague.address])
    await turn(messageId)
    const { received, contentId } = await world.sealing.readConversation(world.colleague, messageId)
    const sealed = { id: messageId, sealedEnvelope: received?.sealedEnvelope ?? '' }
    const envelope = openEnvelope(sealed, world.colleagueIdentity)
    expect(envelope).toMatchObject({
      answersKey: null,
      conversationIdentity: expect.stringMatching(seedOrIdentity(isFormer)),
    })
    expect(await readOnPage(contentId ?? newId<ContentId>(), envelope.conversationIdentity)).toContain(word)
  })

  test('is completed for a parked recipient and then opens', async () => {
    const messageId = await accept([patient])
    await turn(messageId)
    const { message } = await world.sealing.readConversation(world.member, messageId)
    const sealed = { id: messageId, sealedEnvelope: message.sealedEnvelope ?? '' }
    const envelope = await openEnvelopeOnPage(sealed, world.mailbox.identity)
    const copyId = message.copies[0]?.id ?? newId<CopyId>()
    const completion = await makeCopyCompletion(copyId, envelope, { accessKeyId: null, accessKey: null })
    world.setCheck(patient, 'sms')
    world.queued.length = 0
    await world.sealing.complete(world.member, { copyId, ...completion })
    expect(await readBehind(world.queued[0])).toContain(word)
  })

  test('is packed, and read behind the link beside the files', async () => {
    world.settings.route = 'attachment'
    world.setCheck(patient, 'sms')
    const messageId = await accept([patient])
    await turn(messageId)
    await job('sealing.dispatch').run({ organisationId: world.organisationId, messageId })
    expect(packed.map(({ content }) => Buffer.from(content).toString())).toEqual([expect.stringContaining(word)])
    expect(await readBehind(world.queued.find(({ kind }) => kind === 'attachment-message'))).toContain(word)
  })

  test('is opened once more for a mail that leaves directly', async () => {
    world.domainRules.push({ domain: 'mail.example', route: 'direct', listedHosts: [] })
    const messageId = await accept([patient])
    await turn(messageId)
    await job('sealing.dispatch').run({ organisationId: world.organisationId, messageId })
    const [stored] = world.queued.flatMap(({ compose }) => ('stored' in compose ? [compose.stored] : []))
    if (stored === undefined) throw new Error('nothing leaves directly')
    expect((await world.sealing.openStored(world.organisationId, stored)).toString()).toContain(word)
  })
})

function job(task: string) {
  const found = world.sealing.jobs.find((definition) => definition.task === task)
  if (found === undefined) throw new Error(`no job ${task}`)
  return found
}

describe('a large message', () => {
  const large = `From: doctor@praxis.example\r\nSubject: Befund\r\n\r\n${`${word}\r\n`.repeat(20_000)}`

  test('has one encapsulation for content and envelope', async () => {
    world.setCheck(patient, 'sms')
    const { messageId } = await world.sealing.acceptMail(world.mail(large, [patient]))
    expect(await readBehind(world.queued[0])).toContain(word)
    const { rows } = await world.deps.database.ownerPool.query<{ id: string; envelope: Buffer }>(
      'select content_id as id, sealed_envelope as envelope from sealpost.messages where id = $1',
      [messageId],
    )
    const [row] = rows
    if (row === undefined) throw new Error('no message')
    const header = (await buffer(await world.deps.blobs.open(row.id))).toString('latin1', 0, 2000)
    expect(header).toContain(row.envelope.subarray(1, 1121).toString('base64').replace(/=+$/, ''))
  })

  test('whose mailbox gets another key while it streams in has an envelope for that key, and opens with its seed', async () => {
    world.setCheck(patient, 'sms')
    const other = generateIdentity()
    const mail = world.mail(large, [patient])
    async function* meanwhile(): AsyncGenerator<Uint8Array> {
      let bytes = 0
      for await (const piece of mail.content) {
        yield piece
        bytes += piece.length
        // What is large was looked up by now, and is not at its end.
        if (bytes > 128 * 1024) world.giveMailboxKey(other.recipient)
      }
    }
    const { messageId } = await world.sealing.acceptMail({ ...mail, content: meanwhile() })
    world.giveMailboxKey(world.mailbox.recipient)
    expect(await readBehind(world.queued[0])).toContain(word)
    const { message } = await world.sealing.readConversation(world.member, messageId)
    expect(() => openEnvelope(message, world.mailbox.identity)).toThrow()
    expect(openEnvelope(message, other.identity)).toMatchObject({ messageId, subject: 'Befund' })
  })

  test('from an address without a mailbox is refused, and nothing is kept', async () => {
    const mail = world.mail(large, [patient])
    const sender = { ...mail.sender, mailboxId: idOf<MailboxId>(world.organisationId) }
    const { rows: before } = await world.deps.database.ownerPool.query('select id from sealpost.messages')
    await expect(world.sealing.acceptMail({ ...mail, sender })).rejects.toMatchObject({ code: 'message.no-mailbox' })
    expect((await world.deps.database.ownerPool.query('select id from sealpost.messages')).rows).toEqual(before)
  })
})
