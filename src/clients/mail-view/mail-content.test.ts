import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openRange, type MailContent } from './mail-content.ts'

const bytes = Uint8Array.from({ length: 500 }, (_, index) => index % 256)

/** A message that is fetched anew for every reading, in chunks. */
const remote = (chunkBytes: number, onCancel: () => void): MailContent => ({
  sizeBytes: bytes.length,
  isAtHand: false,
  open: async () => {
    let at = 0
    return new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.slice(at, at + chunkBytes))
        at += chunkBytes
      },
      cancel: onCancel,
    })
  },
})

test('a part of a message is read however the message is cut into chunks, and the rest is not fetched', async () => {
  const position = fc.integer({ min: 0, max: bytes.length })
  await fc.assert(
    fc.asyncProperty(position, position, fc.integer({ min: 1, max: 200 }), async (one, other, chunkBytes) => {
      let cancelled = 0
      const range = { start: Math.min(one, other), end: Math.max(one, other) }
      const part = await openRange(
        remote(chunkBytes, () => (cancelled += 1)),
        range,
      )
      expect(new Uint8Array(await new Response(part).arrayBuffer())).toEqual(bytes.slice(range.start, range.end))
      if (range.end < bytes.length - 2 * chunkBytes) expect(cancelled).toBe(1)
    }),
  )
})
