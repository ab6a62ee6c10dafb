import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { envelopeContext, type MessageEnvelope } from '../../contract/messages.ts'
import { decodeBase64Url, encodeBase64Url, encodeUtf8 } from '../../lib/bytes/index.ts'
import { envelopeKeyContext, joinExportedEnvelope } from '../../lib/split-key/index.ts'
import { encryptBytes, generateIdentity, startFileWithKey } from '../../platform/age/index.ts'
import { sealSecretSync } from '../../platform/split-key/index.ts'
import { UnopenableContentError } from './open-content.ts'
import { openEnvelope } from './web-envelope.ts'

const mailbox = generateIdentity()
const envelope: MessageEnvelope = {
  messageId: 'message-1',
  conversationIdentity: 'AGE-SECRET-KEY-PQ-1X',
  answersKey: encodeBase64Url(new Uint8Array(32).fill(7)),
  subject: 'Befund',
}
const seal = (value: unknown) => encodeBase64Url(encryptBytes(encodeUtf8(JSON.stringify(value)), [mailbox.recipient]))

const digest = encodeBase64Url(createHash('sha256').update(mailbox.recipient).digest())

test('an envelope gives its owner subject and keys, and what the mailbox is recognised by', async () => {
  const message = { id: 'message-1', sealedEnvelope: seal(envelope) }
  expect(await openEnvelope(message, mailbox.identity)).toEqual({ ...envelope, mailboxDigest: digest })
})

test.each([
  [{ 'a@x.example': 'Ada', 'b@x.example': 1 }, { 'a@x.example': 'Ada' }],
  ['Ada', {}],
  [null, {}],
])('what an envelope calls recipients is text, or left out: %j', async (names, read) => {
  const message = { id: 'message-1', sealedEnvelope: seal({ ...envelope, names }) }
  expect(await openEnvelope(message, mailbox.identity)).toMatchObject({ ...envelope, names: read })
})

test('an envelope of version 0.1.0 has an answers key that only the mailbox can make, another for each message', async () => {
  const { answersKey: _none, ...old } = envelope
  const open = async (id: string) =>
    (await openEnvelope({ id, sealedEnvelope: seal({ ...old, messageId: id }) }, mailbox.identity)).answersKey
  const first = await open('message-1')
  expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(await open('message-1')).toBe(first)
  expect(await open('message-2')).not.toBe(first)
})

test('the envelope of another message is refused, so that no key is wrapped for the wrong recipient', async () => {
  const message = { id: 'message-2', sealedEnvelope: seal(envelope) }
  await expect(openEnvelope(message, mailbox.identity)).rejects.toThrow(UnopenableContentError)
})

test.each([
  null,
  'text',
  {},
  { ...envelope, subject: 1 },
  { ...envelope, answersKey: 1 },
  { conversationIdentity: 'x', subject: 'y' },
])('what is no envelope is refused: %j', async (value) => {
  const message = { id: 'message-1', sealedEnvelope: seal(value) }
  await expect(openEnvelope(message, mailbox.identity)).rejects.toThrow(UnopenableContentError)
})

describe('an envelope under a key from the encapsulation of its content', () => {
  const sealBeside = (text: string, messageId = envelope.messageId) => {
    const start = startFileWithKey(randomBytes(16), mailbox.recipient)
    const key = start.exportKey(envelopeKeyContext(messageId))
    const sealed = sealSecretSync(key, encodeUtf8(text), envelopeContext(messageId))
    return encodeBase64Url(joinExportedEnvelope({ enc: start.enc, sealed }))
  }
  const open = (sealedEnvelope: string, identity = mailbox.identity) =>
    openEnvelope({ id: envelope.messageId, sealedEnvelope }, identity)

  test('gives its owner what one in an age file gives', async () => {
    expect(await open(sealBeside(JSON.stringify(envelope)))).toEqual({ ...envelope, mailboxDigest: digest })
  })

  test('is refused for another message, another mailbox, changed, cut, and when it holds something else', async () => {
    const genuine = sealBeside(JSON.stringify(envelope))
    const bytes = decodeBase64Url(genuine) ?? new Uint8Array()
    const changedAt = (at: number) => encodeBase64Url(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)))
    const others = [
      sealBeside(JSON.stringify(envelope), 'message-2'),
      sealBeside(JSON.stringify({ ...envelope, messageId: 'message-2' })),
      sealBeside('no json'),
      sealBeside('{}'),
      ...[0, 1, 600, 1120, 1121, bytes.length - 1].map(changedAt),
      ...[1, 1000, 1150, bytes.length - 1].map((length) => encodeBase64Url(bytes.subarray(0, length))),
    ]
    for (const sealed of others) await expect(open(sealed)).rejects.toThrow(UnopenableContentError)
    for (const identity of [generateIdentity().identity, generateIdentity('X25519').identity, 'no key'])
      await expect(open(genuine, identity)).rejects.toThrow(UnopenableContentError)
  })
})
