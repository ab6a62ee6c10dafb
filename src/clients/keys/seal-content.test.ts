import { expect, test } from 'vitest'
import { decryptBytes, generateIdentity } from '../../platform/age/index.ts'
import { sealContent } from './seal-content.ts'

test('a stream becomes an age file that each of its recipients opens, with progress', async () => {
  const conversation = generateIdentity()
  const mailbox = generateIdentity()
  const plain = new Uint8Array(150_000).fill(3)
  const seen: number[] = []
  const file = await sealContent(new Blob([plain]).stream(), {
    recipients: [conversation.recipient, mailbox.recipient],
    onProgress: (bytes) => seen.push(bytes),
  })
  const bytes = new Uint8Array(await file.arrayBuffer())
  for (const { identity } of [conversation, mailbox])
    expect(new Uint8Array(decryptBytes(bytes, [identity]))).toEqual(plain)
  expect(seen.at(-1)).toBe(plain.length)
})
