import { addDays, dayOf, endOfDay } from '../../../lib/time/index.ts'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { errorCode, type Answer, type PortalGuest } from '../../../../test/harness/portal-guest.ts'
import {
  createPortalWorld,
  linkOfMail,
  type PortalWorld,
  type SentMessage,
} from '../../../../test/harness/portal-world.ts'
import { decodeBase64Url, encodeBase64Url } from '../../../lib/bytes/index.ts'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import { formatLinkSecret, generateLinkSecret, parseCopyKeys, parseLinkSecret } from '../../../lib/split-key/index.ts'
import {
  accessKeysSync,
  contentOpener,
  unwrapIdentitySync,
  wrapIdentitySync,
} from '../../../platform/split-key/index.ts'
import { decryptBytes, generateIdentity } from '../../../platform/age/index.ts'

let world: PortalWorld
beforeAll(async () => {
  world = await createPortalWorld()
})
afterAll(() => world.close())

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
let patients = 0
let patient = ''
let sent: SentMessage
let guest: PortalGuest
beforeEach(async () => {
  patients += 1
  patient = `patient${patients}@mail.example`
  await world.setCheck(patient, { check: 'sms', number: '+4915112345678' })
  sent = await world.send(patient)
  guest = world.guest(sent.link)
})

const outcome = ({ status, text }: Answer) => `${status} ${text}`
const secretOf = (page: PortalGuest) => parseLinkSecret(page.link.secret) ?? generateLinkSecret()

function identityFrom(page: PortalGuest, opened: Answer, accessKey: Uint8Array = new Uint8Array(0)): string {
  const { serverShare, wrappedIdentity, wrapContext } = opened.body as Record<string, string>
  const share = decodeBase64Url(serverShare ?? '') ?? new Uint8Array()
  const shares = { link: secretOf(page), serverShare: share, accessKey, context: wrapContext ?? '' }
  return parseCopyKeys(unwrapIdentitySync(shares, decodeBase64Url(wrappedIdentity ?? '') ?? new Uint8Array()))
    .conversation
}

/** What the sender's page does when it replaces a link; the identity inside matters to no test here. */
async function replaceLink(): Promise<PortalGuest> {
  const link = generateLinkSecret()
  const serverShare = randomBytes(32)
  const shares = { link, serverShare, accessKey: new Uint8Array(0), context: `copy:${sent.copyId}` }
  await world.sealing.complete(world.practice.member, {
    copyId: sent.copyId,
    linkSecret: formatLinkSecret(link),
    serverShare: encodeBase64Url(serverShare),
    wrappedIdentity: encodeBase64Url(wrapIdentitySync(shares, generateIdentity().identity)),
    accessKeyId: null,
    subject: null,
  })
  return world.guest(linkOfMail(world.mails.at(-1)))
}

describe('a link', () => {
  test('shows who sent what to whom once its secret is proved', async () => {
    const { status, body, headers } = await guest.prove()
    expect(status).toBe(200)
    expect(body).toMatchObject({
      state: 'check',
      check: 'sms',
      maskedNumber: expect.stringMatching(/^\+49.*\*\*\*\*.*\d\d$/),
      sender: { name: 'Dr. Ada', address: 'doctor@praxis.example' },
      recipientAddress: patient,
      codePending: false,
      trusted: false,
      mayTrustDevice: true,
      reference: expect.stringMatching(/^[A-Z2-9]{4}$/),
    })
    expect(JSON.stringify(body)).not.toContain('15112345678')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('without the right secret answers as an unknown one does, byte for byte', async () => {
    const wrongProof = await guest.prove(encodeBase64Url(randomBytes(32)))
    const unknownToken = await world.guest({ ...sent.link, token: encodeBase64Url(randomBytes(16)) }).prove()
    const bothWrong = await world.guest({ ...sent.link, token: 'A'.repeat(22) }).prove('B'.repeat(42) + 'A')
    expect(new Set([wrongProof, unknownToken, bothWrong].map(outcome)).size).toBe(1)
    expect([wrongProof.status, errorCode(wrongProof)]).toEqual([404, 'portal.link-unknown'])
  })

  test('of a parked recipient does not exist: its token cannot be guessed from the copy', async () => {
    const byCopy = world.guest({ ...sent.link, token: sent.copyId.replaceAll('-', '').slice(0, 22) })
    expect(errorCode(await byCopy.prove())).toBe('portal.link-unknown')
  })

  test('needs its proof before a code is sent, a share released, a content read or the sender told', async () => {
    const before = [world.texts.length, world.mails.length]
    const answers = [
      await guest.requestCode(),
      await guest.openWithCode('123456'),
      await guest.content(sent.copyId),
      await guest.answer(Buffer.from('age-encryption.org/v1\n'), sent.copyId),
      await guest.send('/api/portal/wrong-number', { method: 'POST' }),
      await guest.send('/api/portal/device', { method: 'DELETE' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401))
    expect([world.texts.length, world.mails.length]).toEqual(before)
  })

  test('that expired says so and when, to those who hold it only', async () => {
    const lastDay = addDays(dayOf(world.clock.now(), 'Europe/Berlin'), 30)
    world.clock.advance(endOfDay(lastDay, 'Europe/Berlin').getTime() - world.clock.now().getTime() - 1)
    expect((await guest.prove()).body).toMatchObject({ state: 'check', expiresOn: lastDay, timeZone: 'Europe/Berlin' })
    world.clock.advance(1)
    expect((await guest.prove()).body).toMatchObject({
      state: 'expired',
      expiresOn: lastDay,
      sender: { address: 'doctor@praxis.example' },
    })
    expect(errorCode(await world.guest(sent.link).prove('A'.repeat(43)))).toBe('portal.link-unknown')
  })

  test('that was revoked says so, before and after the page was opened', async () => {
    const reading = await world.reader(sent.link)
    await world.sealing.revoke(world.practice.member, { messageId: sent.messageId, scope: 'recipients' })
    expect((await guest.prove()).body).toMatchObject({ state: 'revoked' })
    const answers = [
      await reading.requestCode(),
      await reading.openWithCode('123456'),
      await reading.open({ kind: 'session' }),
    ]
    expect(answers.map((answer) => `${answer.status} ${errorCode(answer)}`)).toEqual(
      answers.map(() => '410 portal.closed'),
    )
  })

  test('that the sender replaced ends, and with it every session it had started', async () => {
    const unverified = await world.visitor(sent.link)
    const reading = await world.reader(sent.link)
    const renewed = await replaceLink()
    expect((await guest.prove()).body).toMatchObject({ state: 'replaced', at: world.clock.now().toISOString() })
    expect(errorCode(await guest.prove('A'.repeat(43)))).toBe('portal.link-unknown')
    for (const ended of [unverified, reading])
      expect(errorCode(await ended.open({ kind: 'session' }))).toBe('portal.session-ended')
    await renewed.prove()
    expect((await renewed.openWithCode(await world.code(renewed))).status).toBe(200)
  })

  test('that was replaced asks the sender for another one, until nobody can open the message any more', async () => {
    await replaceLink()
    const asked = (page: PortalGuest, proof: string) =>
      page.send('/api/portal/new-link', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: page.link.token, proof }),
      })
    const told = () => world.mails.filter(({ kind, to }) => kind === 'sender-notice' && to === 'doctor@praxis.example')
    const before = told().length
    expect((await asked(guest, 'A'.repeat(43))).text).toBe('{"done":true}')
    expect(told()).toHaveLength(before)
    expect((await asked(guest, guest.proof)).text).toBe('{"done":true}')
    expect(told()).toHaveLength(before + 1)
    await world.sealing.revoke(world.practice.member, { messageId: sent.messageId, scope: 'recipients' })
    expect(errorCode(await guest.prove())).toBe('portal.link-unknown')
    world.clock.advance(2 * dayMs)
    expect((await asked(guest, guest.proof)).text).toBe('{"done":true}')
    expect(told()).toHaveLength(before + 1)
  })
})

describe('an opened message', () => {
  test('is unwrapped with the link’s share and the server’s, and is what was sent', async () => {
    await guest.prove()
    const opened = await guest.openWithCode(await world.code(guest))
    const { contentId } = opened.body as { contentId: ContentId }
    const response = await fetch(`${world.baseUrl}/api/portal/contents/${contentId}`, { headers: guest.headers() })
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    const file = new Uint8Array(await response.arrayBuffer())
    const plain = Buffer.from(decryptBytes(file, [contentOpener(identityFrom(guest, opened), contentId)])).toString()
    expect(plain).toContain('Alles gut.')
  })

  test('needs the access code twice: as proof to the server and as part of the key', async () => {
    const address = `code.${patient}`
    const accessKey = randomBytes(32)
    await world.setCheck(address, {
      check: 'access-code',
      salt: encodeBase64Url(randomBytes(16)),
      accessKey: encodeBase64Url(accessKey),
    })
    const page = await world.visitor((await world.send(address)).link)
    const accessProof = encodeBase64Url(accessKeysSync(accessKey).proof)
    const opened = await page.open({ kind: 'access-code', accessProof })
    expect(opened.status).toBe(200)
    expect(() => identityFrom(page, opened)).toThrow()
    expect(identityFrom(page, opened, accessKey)).toMatch(/^SEALPOST-SEED-1/)
  })

  test('takes the proof of either form of one typed code, and counts both wrong ones as one failure', async () => {
    const address = `former.${patient}`
    const accessKey = randomBytes(32)
    await world.setCheck(address, {
      check: 'access-code',
      salt: encodeBase64Url(randomBytes(16)),
      accessKey: encodeBase64Url(accessKey),
    })
    const { link, copyId } = await world.send(address)
    const page = await world.visitor(link)
    const right = encodeBase64Url(accessKeysSync(accessKey).proof)
    const [accessProof, formerProof] = ['A', 'B'].map((letter) => `${letter.repeat(42)}A`)
    const wrong = await page.open({ kind: 'access-code', accessProof, formerProof })
    expect(errorCode(wrong)).toBe('portal.code-wrong')
    const { rows } = await world.parts.database.ownerPool.query(
      `select count(*)::int as judged from sealpost.audit_entries where action = 'check.failed' and subject_id = $1`,
      [copyId],
    )
    expect(rows).toEqual([{ judged: 1 }])
    expect((await page.open({ kind: 'access-code', accessProof, formerProof: right })).status).toBe(200)
  })

  test('cannot be opened with the proof of the link, or with a code where an access code was agreed', async () => {
    const address = `code.${patient}`
    await world.setCheck(address, { check: 'access-code', salt: 'A'.repeat(22), accessKey: `${'C'.repeat(42)}A` })
    const page = await world.visitor((await world.send(address)).link)
    expect(errorCode(await page.open({ kind: 'access-code', accessProof: page.proof }))).toBe('portal.code-wrong')
    expect(errorCode(await page.openWithCode('000000'))).toBe('portal.code-wrong')
  })

  test('is recorded for the sender the first time, with how the recipient proved who they are', async () => {
    await world.reader(sent.link)
    const { message } = await world.sealing.readConversation(world.practice.member, sent.messageId)
    expect(message.copies).toMatchObject([{ state: 'opened', openedAt: world.clock.now().toISOString() }])
    const { rows } = await world.parts.database.ownerPool.query<{ detail: unknown }>(
      `select detail from sealpost.audit_entries where action = 'message.opened' and subject_id = $1`,
      [sent.messageId],
    )
    expect(rows).toMatchObject([{ detail: { verifiedBy: 'sms', trustedDevice: false, first: true } }])
  })
})

describe('a guest session', () => {
  test('reopens after a reload without another code, and is not counted as another opening', async () => {
    const reading = await world.reader(sent.link)
    expect((await reading.open({ kind: 'session' })).status).toBe(200)
  })

  test('that has not passed the check opens nothing and reads nothing', async () => {
    await guest.prove()
    expect(errorCode(await guest.open({ kind: 'session' }))).toBe('portal.code-wrong')
    expect((await guest.content(sent.copyId)).status).toBe(401)
  })

  test('ends after thirty idle minutes, and after twelve hours however busy', async () => {
    const idle = await world.reader(sent.link)
    world.clock.advance(30 * minuteMs)
    expect(errorCode(await idle.open({ kind: 'session' }))).toBe('portal.session-ended')
    const busy = await world.reader(sent.link)
    for (let passed = 0; passed < 12 * 60 - 29; passed += 29) {
      world.clock.advance(29 * minuteMs)
      expect((await busy.open({ kind: 'session' })).status).toBe(200)
    }
    world.clock.advance(29 * minuteMs)
    expect(errorCode(await busy.open({ kind: 'session' }))).toBe('portal.session-ended')
  })

  test('is stored as a hash only', async () => {
    const reading = await world.reader(sent.link)
    const token = Buffer.from(reading.session, 'base64url')
    const { rows } = await world.parts.database.ownerPool.query<{ row: string }>(
      'select s::text as row from sealpost.guest_sessions s where copy_id = $1',
      [sent.copyId],
    )
    const stored = rows.map(({ row }) => row).join('\n')
    expect(rows.length).toBeGreaterThan(0)
    expect(stored).not.toContain(token.toString('hex'))
    expect(stored).not.toContain(Buffer.from(reading.session).toString('hex'))
  })

  test.each([
    ['nothing', ''],
    ['another scheme', 'Basic QUJD'],
    ['an unknown token', `Bearer ${'A'.repeat(43)}`],
    ['a token with something after it', `Bearer ${'A'.repeat(43)} x`],
    ['a very long one', `Bearer ${'A'.repeat(8000)}`],
  ])('%s is answered with 401', async (_what, authorization) => {
    const answer = await guest.send('/api/portal/code', {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{"language":"en"}',
    })
    expect([answer.status, errorCode(answer)]).toEqual([401, 'portal.session-ended'])
  })
})

describe('what no rule looks at any more', () => {
  const stored = async (table: string) => {
    const { rows } = await world.parts.database.ownerPool.query<{ n: number }>(
      `select count(*)::int as n from sealpost.${table} where copy_id = $1`,
      [sent.copyId],
    )
    return rows[0]?.n
  }
  const tables = ['guest_sessions', 'portal_codes', 'portal_code_sends']

  test('is forgotten after two days, and nothing before', async () => {
    const forget = world.parts.portal.jobs.find(({ task }) => task === 'portal.forget')
    await guest.prove()
    await world.code(guest)
    world.clock.advance(dayMs)
    await forget?.run({})
    expect(await Promise.all(tables.map(stored))).toEqual([1, 1, 1])
    world.clock.advance(2 * dayMs)
    await forget?.run({})
    expect(await Promise.all(tables.map(stored))).toEqual([0, 0, 0])
  })
})

describe('one address', () => {
  test('is stopped after sixty proofs or thirty tries a minute; others are not', async () => {
    for (let time = 0; time < 60; time++) await guest.prove()
    expect((await guest.prove()).status).toBe(429)
    for (let time = 0; time < 30; time++) await guest.open({ kind: 'session' })
    expect((await guest.open({ kind: 'session' })).status).toBe(429)
    expect((await world.visitor(sent.link)).session).not.toBe('')
  })
})

describe('entrance endpoints refuse', () => {
  const json = (body: unknown) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  test.each([
    ['a token of another length', '/api/portal/link', { token: 'abc', proof: 'A'.repeat(43), language: 'en' }],
    ['a proof that is a list', '/api/portal/link', { token: 'A'.repeat(22), proof: ['A'.repeat(43)], language: 'en' }],
    ['a language nobody speaks here', '/api/portal/code', { language: 'xx' }],
    ['seven digits', '/api/portal/open', { proof: { kind: 'code', code: '1234567' }, trustDevice: false }],
    [
      'five digits of another script',
      '/api/portal/open',
      { proof: { kind: 'code', code: '١٢٣٤٥' }, trustDevice: false },
    ],
    ['an unknown kind of proof', '/api/portal/open', { proof: { kind: 'admin' }, trustDevice: false }],
    ['no body', '/api/portal/open', undefined],
  ])('%s', async (_what, path, body) => {
    await guest.prove()
    const answer = await guest.send(path, json(body))
    expect([answer.status, errorCode(answer)]).toEqual([400, 'http.invalid'])
  })

  test('a body of more than a megabyte', async () => {
    const answer = await guest.send('/api/portal/link', json({ token: 'A'.repeat(2_000_000) }))
    expect([answer.status, errorCode(answer)]).toEqual([413, 'http.too-large'])
  })

  test('what another site’s page sends', async () => {
    await guest.prove()
    const before = world.texts.length
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const request = json({ language: 'en' })
      const answer = await guest.send('/api/portal/code', { ...request, headers: { ...request.headers, ...headers } })
      expect([answer.status, errorCode(answer)]).toEqual([403, 'http.cross-site'])
    }
    expect(world.texts).toHaveLength(before)
  })
})
