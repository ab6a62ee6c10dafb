import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { Decrypter } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { contentIdentity } from '../../src/clients/keys/content-identity.ts'
import { exportedKey } from '../../src/clients/keys/exported-key.ts'
import { openContent, UnopenableContentError } from '../../src/clients/keys/open-content.ts'
import { formatConversationSeed } from '../../src/lib/split-key/index.ts'
import {
  decryptBytes,
  decryptStream,
  encryptBytesFrom,
  encryptStreamFrom,
  generateIdentity,
  startFileWithKey,
} from '../../src/platform/age/index.ts'
import { contentFileKeySync, contentOpener } from '../../src/platform/split-key/index.ts'

/** The content of a message: one stanza to the sender's mailbox, the file key from a seed that its readers hold. */
const { identity, recipient } = generateIdentity()
const seed = randomBytes(32)
const conversation = formatConversationSeed(seed)
const plain = randomBytes(150_000)
const start = () => startFileWithKey(contentFileKeySync(seed, 'content-1'), recipient)
const files = async () => [
  encryptBytesFrom(start(), plain),
  await buffer(Readable.from([plain]).pipe(encryptStreamFrom(start()))),
]

const byPage = async (file: Uint8Array, [text, contentId] = [conversation, 'content-1']) => {
  const identities = [await contentIdentity(text, contentId)]
  const blob = await openContent(new Blob([Uint8Array.from(file)]).stream(), { identities })
  return Buffer.from(await blob.arrayBuffer())
}

describe('the content of a message', () => {
  test('is an age file that another program opens with the mailbox’s identity', async () => {
    for (const file of await files()) {
      expect(file.toString('latin1').match(/^-> /gm)).toHaveLength(1)
      const decrypter = new Decrypter()
      decrypter.addIdentity(identity)
      expect(Buffer.from(await decrypter.decrypt(file)).equals(plain)).toBe(true)
      expect(Buffer.from(decryptBytes(file, [identity])).equals(plain)).toBe(true)
    }
  })

  test('opens with the seed, on the page and on the server', async () => {
    const opener = contentOpener(conversation, 'content-1')
    for (const file of await files()) {
      expect((await byPage(file)).equals(plain)).toBe(true)
      expect(Buffer.from(decryptBytes(file, [identity, opener])).equals(plain)).toBe(true)
      expect((await buffer(Readable.from([file]).pipe(decryptStream([opener])))).equals(plain)).toBe(true)
    }
  })

  test('opens with no other seed, as no other content, and not as one that was made for the mailbox alone', async () => {
    const [file = Buffer.alloc(0)] = await files()
    const foreign = encryptBytesFrom(startFileWithKey(randomBytes(16), recipient), plain)
    const tries = [
      [file, formatConversationSeed(randomBytes(32)), 'content-1'],
      [file, conversation, 'content-2'],
      [foreign, conversation, 'content-1'],
    ] as const
    for (const [bytes, text, contentId] of tries) {
      await expect(byPage(bytes, [text, contentId])).rejects.toThrow(UnopenableContentError)
      expect(() => decryptBytes(bytes, [contentOpener(text, contentId)])).toThrow('no identity opens')
    }
  })

  test('is refused by who holds the seed when its header was changed, though they do not use its stanza', async () => {
    const [file = Buffer.alloc(0)] = await files()
    const text = file.toString('latin1')
    const enc = /mlkem768x25519 (.)/.exec(text)?.[1] ?? ''
    const changed = text.replace(`mlkem768x25519 ${enc}`, `mlkem768x25519 ${enc === 'A' ? 'B' : 'A'}`)
    const more = text.replace('\n--- ', '\n-> grease\nAAAA\n--- ')
    for (const other of [changed, more].map((one) => Buffer.from(one, 'latin1'))) {
      expect(other.equals(file)).toBe(false)
      await expect(byPage(other)).rejects.toThrow(UnopenableContentError)
      expect(() => decryptBytes(other, [contentOpener(conversation, 'content-1')])).toThrow('no identity opens')
    }
  })
})

describe('a key exported from the encapsulation', () => {
  const context = Buffer.from('for a test')

  test('is the same for who holds the mailbox’s identity, in the library that browsers use', () => {
    const { enc, exportKey } = start()
    expect(Buffer.from(exportedKey(identity, { enc, context }))).toEqual(Buffer.from(exportKey(context)))
    expect(exportKey(Buffer.from('for another'))).not.toEqual(exportKey(context))
    const other = exportedKey(generateIdentity().identity, { enc, context })
    expect(Buffer.from(other)).not.toEqual(Buffer.from(exportKey(context)))
  })

  test('is another one each time, and not what follows from the file key', () => {
    const [first, second] = [start(), start()]
    expect(first.fileKey).toEqual(second.fileKey)
    expect(first.exportKey(context)).not.toEqual(second.exportKey(context))
    const follows = ['header', 'payload'].map((info) => Buffer.from(hkdfSync('sha256', first.fileKey, '', info, 32)))
    for (const one of [...follows, createHmac('sha256', first.fileKey).update(context).digest()])
      expect(one.equals(Buffer.from(first.exportKey(context)))).toBe(false)
  })

  test('is refused for a recipient whose kind has none', () => {
    expect(() => startFileWithKey(randomBytes(16), generateIdentity('X25519').recipient)).toThrow(
      'not a recipient of a kind in use here',
    )
    expect(() => startFileWithKey(randomBytes(32), recipient)).toThrow(RangeError)
  })
})
