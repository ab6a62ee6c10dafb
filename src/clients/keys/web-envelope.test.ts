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
  subject: 'Befund',
}
const seal = (value: unknown) => encodeBase64Url(encryptBytes(encodeUtf8(JSON.stringify(value)), [mailbox.recipient]))

test('an envelope gives its owner subject and conversation', async () => {
  const message = { id: 'message-1', sealedEnvelope: seal(envelope) }
  expect(await openEnvelope(message, mailbox.identity)).toEqual(envelope)
})

test('the envelope of another message is refused, so that no key is wrapped for the wrong recipient', async () => {
  const message = { id: 'message-2', sealedEnvelope: seal(envelope) }
  await expect(openEnvelope(message, mailbox.identity)).rejects.toThrow(UnopenableContentError)
})

test.each([null, 'text', {}, { ...envelope, subject: 1 }, { conversationIdentity: 'x', subject: 'y' }])(
  'what is no envelope is refused: %j',
  async (value) => {
    const message = { id: 'message-1', sealedEnvelope: seal(value) }
    await expect(openEnvelope(message, mailbox.identity)).rejects.toThrow(UnopenableContentError)
  },
)
