import { paramsOf } from '../../../../test/harness/queued-mail.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { errorCode, type PortalGuest } from '../../../../test/harness/portal-guest.ts'
import { createPortalWorld, type PortalWorld, type SentMessage } from '../../../../test/harness/portal-world.ts'
import { encodeBase64Url } from '../../../lib/bytes/index.ts'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import { addDays, dayOf, endOfDay } from '../../../lib/time/index.ts'
import { encryptBytes, generateIdentity } from '../../../platform/age/index.ts'

const dayMs = 24 * 3600_000
let world: PortalWorld
beforeAll(async () => {
  world = await createPortalWorld()
})
afterAll(() => world.close())

const { recipient: someone } = generateIdentity()
const file = (text = 'Danke') => encryptBytes(Buffer.from(text), [someone])

let patients = 0
let patient = ''
let sent: SentMessage
let reader: PortalGuest
beforeEach(async () => {
  patients += 1
  patient = `patient${patients}@mail.example`
  await world.setCheck(patient, { check: 'sms', number: '+4915112345678' })
  sent = await world.send(patient)
  reader = await world.reader(sent.link)
})

async function messageContentOf(page: PortalGuest): Promise<string> {
  const { body } = await page.open({ kind: 'session' })
  return (body as { contentId: ContentId }).contentId
}
const conversation = () => world.sealing.readConversation(world.practice.member, sent.messageId)
const revoke = (scope: 'recipients' | 'everyone') =>
  world.sealing.revoke(world.practice.member, { messageId: sent.messageId, scope })
const noticesToSender = (what: string) =>
  world.mails.filter((mail) => paramsOf(mail)['what'] === what && paramsOf(mail)['recipientAddress'] === patient)

describe('contents', () => {
  test('are given to the guest who passed the check', async () => {
    const answer = await reader.content(await messageContentOf(reader))
    expect(answer.status).toBe(200)
    expect(answer.text.startsWith('age-encryption.org/v1\n')).toBe(true)
  })

  test('are not given before the check, although the identifier is right', async () => {
    const visitor = await world.visitor(sent.link)
    const answer = await visitor.content(await messageContentOf(reader))
    expect([answer.status, errorCode(answer)]).toEqual([401, 'portal.session-ended'])
  })

  test('of another message, another organisation or nowhere are unknown, all with one answer', async () => {
    const others = [await world.reader((await world.send(patient)).link)]
    await world.setCheck(patient, { check: 'sms', number: '+4915112345678' }, world.neighbour)
    others.push(await world.reader((await world.send(patient, { sender: world.neighbour })).link))
    const ids = [...(await Promise.all(others.map(messageContentOf))), randomUUID()]
    const answers = await Promise.all(ids.map((id) => reader.content(id)))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
    expect(answers.map(errorCode)).toEqual(ids.map(() => 'content.unknown'))
  })

  test('are no way into the file system', async () => {
    for (const id of ['..%2f..%2fsecret', '%2e%2e', 'secret', sent.copyId.toUpperCase(), `${sent.copyId}.part`])
      expect((await reader.content(id)).status).toBe(404)
  })

  test('end with the message: expired, revoked for recipients, removed for everyone', async () => {
    const contentId = await messageContentOf(reader)
    await revoke('recipients')
    expect(errorCode(await reader.content(contentId))).toBe('portal.closed')
    await revoke('everyone')
    expect(errorCode(await reader.content(contentId))).toBe('portal.closed')
    const later = await world.send(patient)
    const lastDay = addDays(dayOf(world.clock.now(), 'Europe/Berlin'), 30)
    const untilMs = endOfDay(lastDay, 'Europe/Berlin').getTime() - world.clock.now().getTime()
    world.clock.advance(untilMs - 60_000)
    const late = await world.reader(later.link)
    const lateContent = await messageContentOf(late)
    world.clock.advance(60_000)
    expect(errorCode(await late.content(lateContent))).toBe('portal.closed')
  })
})

describe('an answer', () => {
  test('reaches the sender bound to the verified recipient', async () => {
    const answer = await reader.answer(file(), randomUUID())
    expect(answer.status).toBe(200)
    expect((await conversation()).answers).toMatchObject([{ fromAddress: patient, verifiedBy: 'sms', readAt: null }])
    expect(world.mails.at(-1)).toMatchObject({ kind: 'answer-arrived', to: 'doctor@praxis.example', envelopeFrom: '' })
  })

  test('is listed and readable for the same guest, not for another recipient of the message', async () => {
    const { body } = await reader.answer(file(), randomUUID())
    const { id, contentId } = body as { id: string; contentId: ContentId }
    expect((await reader.open({ kind: 'session' })).body).toMatchObject({ answers: [{ id, contentId }] })
    expect((await reader.content(contentId)).status).toBe(200)
    const other = await world.reader((await world.send(patient)).link)
    expect(errorCode(await other.content(contentId))).toBe('content.unknown')
  })

  test('sent twice under one key, also at once, is one answer and one mail', async () => {
    const key = randomUUID()
    const before = world.mails.length
    const answers = await Promise.all([1, 2, 3].map(() => reader.answer(file(), key)))
    answers.push(await reader.answer(file('another text'), key))
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect((await conversation()).answers).toHaveLength(1)
    expect(world.mails).toHaveLength(before + 1)
  })

  test('leaves no content behind that no row names', async () => {
    const stored = async () =>
      (await Array.fromAsync(world.parts.blobs.listOlderThan(new Date(Date.now() + dayMs)))).length
    const before = await stored()
    const key = randomUUID()
    await Promise.all([1, 2, 3].map(() => reader.answer(file(), key)))
    await reader.answer(Buffer.from('From: attacker@x.example\r\n\r\nplain'), randomUUID())
    await reader.answer(randomBytes(1_000_000), randomUUID())
    expect(await stored()).toBe(before + 1)
  })

  test('without passing the check is refused', async () => {
    const visitor = await world.visitor(sent.link)
    expect((await visitor.answer(file(), randomUUID())).status).toBe(401)
  })

  test('to a message that ended is refused', async () => {
    await revoke('recipients')
    expect(errorCode(await reader.answer(file(), randomUUID()))).toBe('portal.closed')
  })

  test('that is not an age file, is cut short, empty or of another type is refused', async () => {
    const codes = [
      await reader.answer(Buffer.from('From: attacker@x.example\r\n\r\nplain'), randomUUID()),
      await reader.answer(Buffer.from('age-enc'), randomUUID()),
      await reader.answer(Buffer.alloc(0), randomUUID()),
    ].map(errorCode)
    expect(codes).toEqual(codes.map(() => 'answer.not-encrypted'))
    const asJson = await reader.send('/api/portal/answers', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: '{}',
    })
    expect([asJson.status, errorCode(asJson)]).toEqual([400, 'http.invalid'])
  })

  test.each([['none'], ["x' or '1'='1"], ['00000000-0000-0000-0000-00000000000G']])(
    'under the key %s is refused',
    async (key) => expect(errorCode(await reader.answer(file(), key))).toBe('http.invalid'),
  )

  test('that is larger than allowed is refused without being stored', async () => {
    const answer = await reader.answer(file('x'.repeat(390_000)), randomUUID())
    expect([answer.status, errorCode(answer)]).toEqual([413, 'answer.too-large'])
    expect((await conversation()).answers).toHaveLength(0)
  })

  test('carries no sender of its own: nothing in the request changes whose it is', async () => {
    await reader.send('/api/portal/answers?fromAddress=boss@praxis.example', {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'idempotency-key': randomUUID(),
        from: 'boss@praxis.example',
        'x-from-address': 'boss@praxis.example',
      },
      body: new Uint8Array(file('From: boss@praxis.example\r\n\r\nPay at once')),
    })
    expect((await conversation()).answers.map(({ fromAddress }) => fromAddress)).toEqual([patient])
  })
})

describe('the sender is told', () => {
  const wrongNumber = (page: PortalGuest) => page.send('/api/portal/wrong-number', { method: 'POST' })
  const newLink = (token: string, proof: string) =>
    world.guest(sent.link).send('/api/portal/new-link', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, proof }),
    })
  const own = () => world.guest(sent.link).proof

  test('of a wrong number once a day, however often and from however many pages it is reported', async () => {
    const visitors = await Promise.all(Array.from({ length: 20 }, () => world.visitor(sent.link)))
    const answers = await Promise.all(visitors.map(wrongNumber))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(noticesToSender('number-wrong')).toHaveLength(1)
    world.clock.advance(dayMs)
    await wrongNumber(await world.visitor(sent.link))
    expect(noticesToSender('number-wrong')).toHaveLength(2)
  })

  test('of a wrong number only where a number is used', async () => {
    await world.setCheck(`mail.${patient}`, { check: 'email' })
    const visitor = await world.visitor((await world.send(`mail.${patient}`)).link)
    expect(errorCode(await wrongNumber(visitor))).toBe('portal.no-number')
  })

  test('of a wished new link once a day, with one answer for whoever asks', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => newLink(sent.link.token, own())))
    answers.push(await newLink('A'.repeat(22), own()))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 {"done":true}']))
    expect(noticesToSender('new-link-requested')).toHaveLength(1)
    world.clock.advance(dayMs)
    await newLink(sent.link.token, own())
    expect(noticesToSender('new-link-requested')).toHaveLength(2)
  })

  test('of no wish of who knows the token without the secret of that link', async () => {
    const other = world.guest((await world.send(patient)).link)
    const proofs = ['A'.repeat(43), encodeBase64Url(randomBytes(32)), other.proof]
    const answers = await Promise.all(proofs.map((proof) => newLink(sent.link.token, proof)))
    expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(proofs.map(() => '200 {"done":true}'))
    expect((await newLink(sent.link.token, '')).status).toBe(400)
    expect(noticesToSender('new-link-requested')).toEqual([])
  })

  test('that a message which expired is asked for again, by who holds its link', async () => {
    world.clock.advance(30 * dayMs + 1)
    for (const proof of ['A'.repeat(43), own(), own()]) await newLink(sent.link.token, proof)
    expect(noticesToSender('resend-requested')).toHaveLength(1)
    await world.sealing.expire()
    world.clock.advance(dayMs)
    await newLink(sent.link.token, own())
    expect(noticesToSender('resend-requested')).toHaveLength(2)
    expect(noticesToSender('new-link-requested')).toEqual([])
  })

  test('nothing about a message that was withdrawn', async () => {
    const visitor = await world.visitor(sent.link)
    await revoke('recipients')
    expect(errorCode(await wrongNumber(visitor))).toBe('portal.closed')
    expect((await newLink(sent.link.token, own())).status).toBe(200)
    expect([...noticesToSender('new-link-requested'), ...noticesToSender('resend-requested')]).toEqual([])
  })
})
