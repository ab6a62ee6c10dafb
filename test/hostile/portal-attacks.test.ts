import { paramsOf } from '../harness/queued-mail.ts'
import { randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { decodeBase64Url } from '../../src/lib/bytes/index.ts'
import type { MessageId } from '../../src/lib/id/identifiers.ts'
import { parseCopyKeys, parseLinkSecret, type LinkSecret } from '../../src/lib/split-key/index.ts'
import {
  decryptBytes,
  encryptBytes,
  generateIdentity,
  vouchFor,
  type IdentityInput,
} from '../../src/platform/age/index.ts'
import { contentOpener, unwrapIdentitySync } from '../../src/platform/split-key/index.ts'
import { errorCode, type Answer, type PortalGuest } from '../harness/portal-guest.ts'
import { createPortalWorld, type PortalWorld, type SentMessage } from '../harness/portal-world.ts'

/**
 * What was found in a comparable portal in one spring, as tests that this one must pass: forging a message, skipping the
 * second check, taking over accounts through initialisation or recovery, forging what staff see as verified, endpoints
 * without authorisation, and code in names and bodies. The third and the fifth are in authorisation.test.ts.
 */
let world: PortalWorld
beforeAll(async () => {
  world = await createPortalWorld()
})
afterAll(() => world.close())

let patients = 0
let patient = ''
let sent: SentMessage
/** Large enough that the content is a file. */
const longText = `Subject: Befund\r\n\r\n${'Alles gut. '.repeat(120_000)}\r\n`
beforeEach(async () => {
  patients += 1
  patient = `patient${patients}@mail.example`
  await world.setCheck(patient, { check: 'sms', number: '+4915112345678' })
  sent = await world.send(patient, { text: longText })
})

const query = (text: string, values: unknown[] = []) => world.parts.database.ownerPool.query(text, values)

function secretOf(guest: PortalGuest): LinkSecret {
  const secret = parseLinkSecret(guest.link.secret)
  if (secret === null) throw new Error('damaged secret')
  return secret
}

interface Opened {
  readonly contentId: string
  readonly identity: IdentityInput
}

/** Everything the recipient's page does up to the key of the message; throws where the page would show an error. */
async function openAs(guest: PortalGuest): Promise<Opened> {
  await guest.prove()
  const opened = await guest.openWithCode(await world.code(guest))
  if (opened.status !== 200) throw new Error(`${opened.status} ${errorCode(opened)}`)
  const {
    serverShare = '',
    wrappedIdentity = '',
    wrapContext = '',
    contentId = '',
  } = opened.body as Record<string, string>
  const shares = {
    link: secretOf(guest),
    serverShare: decodeBase64Url(serverShare) ?? new Uint8Array(),
    accessKey: new Uint8Array(0),
    context: wrapContext,
  }
  const keys = parseCopyKeys(unwrapIdentitySync(shares, decodeBase64Url(wrappedIdentity) ?? new Uint8Array()))
  return { contentId, identity: contentOpener(keys.conversation, contentId) }
}

async function readAs(guest: PortalGuest): Promise<string> {
  const { contentId, identity } = await openAs(guest)
  const response = await fetch(`${world.baseUrl}/api/portal/contents/${contentId}`, { headers: guest.headers() })
  return Buffer.from(decryptBytes(new Uint8Array(await response.arrayBuffer()), [identity])).toString()
}

async function contentFile(messageId: MessageId): Promise<string> {
  const { rows } = await query('select content_id from sealpost.messages where id = $1', [messageId])
  const id = String(rows[0].content_id)
  const names = await readdir(world.parts.config.blobsDir, { recursive: true })
  const found = names.find((name) => name.endsWith(id))
  if (found === undefined) throw new Error('the content is no file')
  return join(world.parts.config.blobsDir, found)
}

describe('a forged message is not opened', () => {
  test('unchanged, it is', async () => {
    expect(await readAs(world.guest(sent.link))).toContain('Alles gut.')
  })

  test('when a byte of the stored content was changed', async () => {
    const path = await contentFile(sent.messageId)
    const file = await readFile(path)
    file[file.length - 100] = (file.at(-100) ?? 0) ^ 1
    await writeFile(path, file)
    await expect(readAs(world.guest(sent.link))).rejects.toThrow()
  })

  test('when its end was cut off at a chunk, so that every remaining chunk is genuine', async () => {
    const path = await contentFile(sent.messageId)
    const file = await readFile(path)
    await writeFile(path, file.subarray(0, file.length - (file.length % 65_552)))
    await expect(readAs(world.guest(sent.link))).rejects.toThrow()
  })

  test('when the content was replaced by one made with every key that the database holds', async () => {
    const { rows } = await query(
      'select m::text || c::text as stored from sealpost.messages m, sealpost.copies c where m.id = $1 and c.id = $2',
      [sent.messageId, sent.copyId],
    )
    const known =
      String(rows[0].stored)
        .match(/age1[a-z0-9]+/g)
        ?.map(vouchFor) ?? []
    expect(known.length).toBeGreaterThan(0)
    await writeFile(await contentFile(sent.messageId), encryptBytes(Buffer.from('Pay at once'), known))
    await expect(readAs(world.guest(sent.link))).rejects.toThrow()
  })

  test('when the content is that of another message', async () => {
    const other = await world.send(patient, { text: longText })
    await writeFile(await contentFile(sent.messageId), await readFile(await contentFile(other.messageId)))
    await expect(readAs(world.guest(sent.link))).rejects.toThrow()
  })

  test('when share and wrap are those of a copy whose link the attacker knows', async () => {
    const other = await world.send(patient)
    await query(
      `update sealpost.copies c set sealed_share = o.sealed_share, wrapped_identity = o.wrapped_identity,
       proof_hash = o.proof_hash from sealpost.copies o where c.id = $1 and o.id = $2`,
      [sent.copyId, other.copyId],
    )
    await expect(openAs(world.guest({ ...sent.link, secret: other.link.secret }))).rejects.toThrow()
  })

  test('when only the wrap was moved to another copy of the same link', async () => {
    const other = await world.send(patient)
    await query(
      `update sealpost.copies c set wrapped_identity = o.wrapped_identity from sealpost.copies o
       where c.id = $1 and o.id = $2`,
      [sent.copyId, other.copyId],
    )
    await expect(openAs(world.guest(sent.link))).rejects.toThrow()
  })
})

describe('the second check is not skipped', () => {
  const json = (body: string) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const nothingReleased = (answers: readonly Answer[]) => {
    expect(answers.length).toBeGreaterThan(0)
    for (const answer of answers) {
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.text).not.toContain('serverShare')
      expect(answer.text).not.toContain('wrappedIdentity')
    }
  }

  test('with any body but the right code', async () => {
    const guest = await world.visitor(sent.link)
    await world.code(guest)
    const bodies = [
      '{}',
      'null',
      '[]',
      '{"proof":{"kind":"session"},"trustDevice":false}',
      '{"proof":{"kind":"trusted-device"},"trustDevice":true}',
      '{"proof":{"kind":"code"},"trustDevice":false}',
      '{"proof":{"kind":"code","code":null},"trustDevice":false}',
      '{"proof":{"kind":"code","code":true},"trustDevice":false}',
      '{"proof":{"kind":"code","code":["000000"]},"trustDevice":false}',
      '{"proof":{"kind":"code","code":{"$ne":""}},"trustDevice":false}',
      '{"proof":{"kind":"code","code":"______"},"trustDevice":false}',
      '{"proof":{"kind":"code","code":"000000"},"proof":{"kind":"session"},"trustDevice":false}',
      '{"proof":{"kind":"none"},"trustDevice":false,"verified":true,"verified_by":"sms"}',
    ]
    const answers: Answer[] = []
    for (const body of bodies) answers.push(await guest.send('/api/portal/open', json(body)))
    nothingReleased(answers)
  })

  test('with the session of somebody who passed it for another message, recipient or organisation', async () => {
    const elsewhere = [await world.reader((await world.send(patient)).link)]
    await world.setCheck(`other.${patient}`, { check: 'sms', number: '+4915112345678' })
    elsewhere.push(await world.reader((await world.send(`other.${patient}`)).link))
    await world.setCheck(patient, { check: 'sms', number: '+4915112345678' }, world.neighbour)
    elsewhere.push(await world.reader((await world.send(patient, { sender: world.neighbour })).link))
    const { rows } = await query('select content_id from sealpost.messages where id = $1', [sent.messageId])
    for (const reader of elsewhere)
      expect(errorCode(await reader.content(String(rows[0].content_id)))).toBe('content.unknown')
    const victim = await world.visitor(sent.link)
    for (const reader of elsewhere) {
      const opened = await reader.open({ kind: 'session' })
      expect(opened.text).not.toContain(String(rows[0].content_id))
      victim.cookie = reader.cookie
      nothingReleased([await victim.open({ kind: 'session' }), await victim.open({ kind: 'trusted-device' })])
    }
  })

  test('by asking in another way: method, header, case, encoding, doubled slash', async () => {
    const guest = await world.visitor(sent.link)
    const body = JSON.stringify({ proof: { kind: 'session' }, trustDevice: false })
    const answers = [
      await guest.send('/api/portal/open', { ...json(body), method: 'PUT' }),
      await guest.send('/api/portal/open', { method: 'GET' }),
      await guest.send('/API/portal/open', json(body)),
      await guest.send('/api//portal/open', json(body)),
      await guest.send('/api/portal/open/', json(body)),
      await guest.send('/api/portal/%6fpen', json(body)),
      await guest.send('/api/portal/open;admin=1', json(body)),
      await guest.send('/api/portal/open', {
        ...json(body),
        headers: { 'content-type': 'application/json', 'x-http-method-override': 'GET', 'x-original-url': '/' },
      }),
    ]
    nothingReleased(answers)
  })

  test('by the database alone, the mail alone or the phone alone', async () => {
    const guest = await world.visitor(sent.link)
    const code = await world.code(guest)
    const { rows } = await query('select * from sealpost.copies where id = $1', [sent.copyId])
    const { sealed_share: sealedShare, wrapped_identity: wrapped } = rows[0] as Record<string, Buffer>
    const withoutTransitKey = { link: secretOf(guest), accessKey: new Uint8Array(0), context: `copy:${sent.copyId}` }
    const rawShare = (sealedShare ?? Buffer.alloc(0)).subarray(13, 45)
    expect(() =>
      unwrapIdentitySync({ ...withoutTransitKey, serverShare: rawShare }, wrapped ?? Buffer.alloc(0)),
    ).toThrow()
    const byPhone = world.guest({ ...sent.link, secret: 'A'.repeat(27) })
    await byPhone.prove()
    expect((await byPhone.openWithCode(code)).status).toBe(401)
    nothingReleased([await guest.open({ kind: 'session' })])
  })
})

describe('what staff see as verified is not the guest’s to say', () => {
  test('the label of an answer is how this guest passed, the sender is the recipient of the copy', async () => {
    const address = `mail.${patient}`
    await world.setCheck(address, { check: 'email' })
    const message = await world.send(address)
    const reader = await world.reader(message.link)
    const file = encryptBytes(
      Buffer.from('From: "Dr. Ada" <doctor@praxis.example>\r\nX-Verified-By: sms\r\n\r\nTransfer the fee today.'),
      [generateIdentity().recipient],
    )
    await reader.send('/api/portal/answers?verifiedBy=sms&fromAddress=doctor@praxis.example', {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        'idempotency-key': randomUUID(),
        'x-verified-by': 'sms',
        from: 'doctor@praxis.example',
      },
      body: new Uint8Array(file),
    })
    const { answers } = await world.sealing.readConversation(world.practice.member, message.messageId)
    expect(answers).toMatchObject([{ fromAddress: address, verifiedBy: 'email' }])
    expect(JSON.stringify(world.mails.at(-1))).not.toContain('Transfer')
  })

  test('an answer that cannot be read, with a sender of its own, is never stored as a verified one', async () => {
    const reader = await world.reader(sent.link)
    const forged = 'From: doctor@praxis.example\r\nX-Verified-By: sms\r\n\r\nplain text'
    expect(errorCode(await reader.answer(Buffer.from(forged), randomUUID()))).toBe('answer.not-encrypted')
    const { answers } = await world.sealing.readConversation(world.practice.member, sent.messageId)
    expect(answers).toEqual([])
  })

  test('a message counts as opened only by somebody who passed the check', async () => {
    const visitor = await world.visitor(sent.link)
    await visitor.requestCode()
    await visitor.openWithCode('000000')
    await visitor.content(sent.copyId)
    const { message } = await world.sealing.readConversation(world.practice.member, sent.messageId)
    expect(message.copies).toMatchObject([{ state: 'queued', openedAt: null }])
  })
})

describe('names and bodies are data, never code', () => {
  const hostile = [
    `'; drop table sealpost.copies; --`,
    `"><script>alert(1)</script>`,
    '../../../../etc/passwd',
    'a\r\nBcc: everyone@mail.example',
    '${process.exit(1)}{{7*7}}<%= 7*7 %>',
    '\u202Egnp.exe\u0000',
    '%s%n%x',
  ]

  test('in subjects and sender names: they arrive as one line, and nothing of them reaches a text message', async () => {
    for (const [index, text] of hostile.entries()) {
      const encoded = `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`
      await world.send(patient, { text: `Subject: ${encoded}\r\nFrom: x@y.example\r\n\r\nbody ${index}\r\n` })
      const params = JSON.stringify(paramsOf(world.mails.at(-1)))
      expect(params).not.toMatch(/\\r|\\n|\\u0000/)
    }
    const { rows } = await query('select count(*)::int as copies from sealpost.copies')
    expect(rows[0].copies).toBeGreaterThan(hostile.length)
  })

  test('a sender’s name cannot add lines to a text message, where the last one binds the code to a host', async () => {
    const { organisationId } = world.practice
    const { messageId, link } = await world.send(patient)
    await query('update sealpost.messages set sender_name = $1 where organisation_id = $2 and id = $3', [
      'Bank\n@evil.example #000000\u2028@evil.example',
      organisationId,
      messageId,
    ])
    const guest = await world.visitor(link)
    await guest.requestCode()
    const lines = world.texts.at(-1)?.text.split(/[\n\r\u2028\u2029]/) ?? []
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/^@localhost:8080 #\d{6}$/)
  })

  test('in JSON: prototypes are not polluted and the request is refused', async () => {
    const guest = await world.visitor(sent.link)
    const bodies = [
      '{"__proto__":{"verified_by":"sms","isAdmin":true},"proof":{"kind":"session"},"trustDevice":false}',
      '{"constructor":{"prototype":{"verified_by":"sms"}},"proof":{"kind":"session"},"trustDevice":false}',
      '{"proof":{"__proto__":{"kind":"session"}},"trustDevice":false}',
    ]
    for (const body of bodies) {
      const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
      const answer = await guest.send('/api/portal/open', request)
      expect(answer.status).toBeGreaterThanOrEqual(400)
    }
    expect(Reflect.get({}, 'verified_by')).toBeUndefined()
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined()
  })

  test.each(hostile.map((text) => [JSON.stringify(text), text]))(
    'in tokens, paths, keys and headers: %s',
    async (_shown, text) => {
      const guest = await world.reader(sent.link)
      const proof = { token: text, proof: text, language: text }
      const headers = { 'content-type': 'application/json' }
      const oneLine = encodeURIComponent(text)
      const answers = [
        await guest.send('/api/portal/link', { method: 'POST', headers, body: JSON.stringify(proof) }),
        await guest.send('/api/portal/new-link', { method: 'POST', headers, body: JSON.stringify(proof) }),
        await guest.content(oneLine),
        await guest.answer(Buffer.from('age-encryption.org/v1\n'), oneLine),
        await guest.send(`/api/portal/open?proof=${oneLine}`, { method: 'POST', headers, body: JSON.stringify(text) }),
      ]
      for (const answer of answers) {
        expect([400, 404]).toContain(answer.status)
        expect(answer.text).not.toContain(text)
        expect(answer.text).not.toMatch(/at .*\.ts:\d+|node_modules|select |syntax error/i)
      }
    },
  )
})
