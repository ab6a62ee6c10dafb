import { identityToRecipient } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { decryptBytes, encryptBytes, generateIdentity, recipientOf } from '../../platform/age/index.ts'
import {
  answerIdentity,
  formatConversationSeed,
  formatCopyKeys,
  mailboxAnswersKey,
  parseCopyKeys,
  recipientDigest,
  SplitKeyError,
} from './index.ts'

const conversation = generateIdentity().identity
const answersKey = new Uint8Array(32).fill(9)

describe('what a copy’s wrap holds', () => {
  test('is read as it was written', async () => {
    const keys = {
      conversation,
      answers: await answerIdentity(answersKey, 'copy-1'),
      mailbox: await recipientDigest(generateIdentity().recipient),
    }
    expect(parseCopyKeys(formatCopyKeys(keys))).toEqual(keys)
  })

  test('names the seed of a message as well', async () => {
    const seed = formatConversationSeed(new Uint8Array(32).fill(3))
    const answers = await answerIdentity(answersKey, 'copy-1')
    const keys = { conversation: seed, answers, mailbox: 'A'.repeat(43) }
    expect(parseCopyKeys(formatCopyKeys(keys))).toEqual(keys)
    for (const wrong of [seed.slice(0, -1), `${seed}A`, seed.toLowerCase(), seed.slice(15)])
      expect(() => parseCopyKeys(formatCopyKeys({ ...keys, conversation: wrong }))).toThrow(SplitKeyError)
    for (const bare of [seed, formatCopyKeys({ ...keys, answers: seed })])
      expect(() => parseCopyKeys(bare)).toThrow(SplitKeyError)
  })

  test('of version 0.1.0 is the conversation’s identity, which its answers are encrypted to as well', () => {
    expect(parseCopyKeys(conversation)).toEqual({ conversation, answers: conversation, mailbox: null })
  })

  test.each([
    '',
    'null',
    '[]',
    '{}',
    'AGE-SECRET-KEY-',
    JSON.stringify({ conversation, answers: conversation }),
    JSON.stringify({ conversation, answers: conversation, mailbox: null }),
    JSON.stringify({ conversation, answers: 'AGE-SECRET-KEY-1', mailbox: 'A'.repeat(43) }),
    JSON.stringify({ conversation, answers: [conversation], mailbox: 'A'.repeat(43) }),
    JSON.stringify({ conversation, answers: conversation, mailbox: 'A'.repeat(42) }),
  ])('is refused when it is %j', (text) => {
    expect(() => parseCopyKeys(text)).toThrow(SplitKeyError)
  })
})

describe('the identity for answers', () => {
  test('is one of the hybrid kind, the same in both age implementations', async () => {
    const identity = await answerIdentity(answersKey, 'copy-1')
    expect(identity).toMatch(/^AGE-SECRET-KEY-PQ-1/)
    expect(await identityToRecipient(identity)).toBe(recipientOf(identity))
    const file = encryptBytes(Buffer.from('Danke'), [recipientOf(identity)])
    expect(Buffer.from(decryptBytes(file, [identity])).toString()).toBe('Danke')
  })

  test('is the same each time, another for each copy, message and mailbox', async () => {
    const mailbox = generateIdentity().identity
    const made = await Promise.all([
      answerIdentity(answersKey, 'copy-1'),
      answerIdentity(answersKey, 'copy-2'),
      answerIdentity(new Uint8Array(32), 'copy-1'),
      answerIdentity(await mailboxAnswersKey(mailbox, 'message-1'), 'copy-1'),
      answerIdentity(await mailboxAnswersKey(mailbox, 'message-2'), 'copy-1'),
      answerIdentity(await mailboxAnswersKey(conversation, 'message-1'), 'copy-1'),
    ])
    expect(new Set(made).size).toBe(made.length)
    expect(await answerIdentity(answersKey, 'copy-1')).toBe(made[0])
  })
})
