import { describe, expect, test } from 'vitest'
import { encryptBytes, generateIdentity } from '../../platform/age/index.ts'
import { openContent, UnopenableContentError } from './open-content.ts'

const plain = new Uint8Array(200_000).fill(7)

const streamOf = (bytes: Uint8Array, failure?: Error): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 10_000) controller.enqueue(bytes.slice(at, at + 10_000))
    },
    pull(controller) {
      if (failure === undefined) controller.close()
      else controller.error(failure)
    },
  })

describe.each(['mlkem768x25519', 'X25519'] as const)('content for a %s recipient', (kind) => {
  const { identity, recipient } = generateIdentity(kind)
  const file = encryptBytes(plain, [recipient])

  test('is opened as it arrives, with progress', async () => {
    const steps: number[] = []
    const blob = await openContent(streamOf(file), { identities: [identity], onProgress: (bytes) => steps.push(bytes) })
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(plain)
    expect(steps.at(-1)).toBe(plain.length)
  })

  test('is refused when it was cut short, changed, or meant for somebody else', async () => {
    const changed = file.slice()
    changed.set([(changed.at(-5) ?? 0) ^ 1], changed.length - 5)
    const other = generateIdentity(kind).identity
    for (const [bytes, key] of [
      [file.subarray(0, file.length - 70_000), identity],
      [file.subarray(0, 40), identity],
      [changed, identity],
      [file, other],
      [file, 'not a key'],
    ] as const)
      await expect(openContent(streamOf(bytes), { identities: [key] })).rejects.toThrow(UnopenableContentError)
  })

  test('that stops arriving fails with the reason of the connection', async () => {
    const lost = new TypeError('network error')
    const reading = openContent(streamOf(file.subarray(0, 90_000), lost), { identities: [identity] })
    await expect(reading).rejects.toBe(lost)
  })
})
