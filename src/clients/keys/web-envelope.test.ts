import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { MessageEnvelope } from '../../contract/messages.ts'
import { encodeBase64Url, encodeUtf8 } from '../../lib/bytes/index.ts'
import { encryptBytes, generateIdentity } from '../../platform/age/index.ts'
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
