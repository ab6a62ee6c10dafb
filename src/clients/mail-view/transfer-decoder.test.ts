import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTransferDecoder } from './transfer-decoder.ts'
import type { TransferEncoding } from './part-header.ts'

const decode = async (text: string, encoding: TransferEncoding, chunkBytes = 1_000): Promise<Uint8Array> => {
  const bytes = Buffer.from(text, 'latin1')
  const chunks = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += chunkBytes) controller.enqueue(bytes.subarray(at, at + chunkBytes))
      controller.close()
    },
  })
  return new Uint8Array(await new Response(chunks.pipeThrough(createTransferDecoder(encoding))).arrayBuffer())
}

describe('a transfer encoding is undone', () => {
  test('for base64 of any bytes, however it is cut and broken into lines', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        async (bytes, chunkBytes) => {
          const text = Buffer.from(bytes)
            .toString('base64')
            .replaceAll(/.{1,10}/g, '$&\r\n')
          expect(await decode(text, 'base64', chunkBytes)).toEqual(new Uint8Array(bytes))
        },
      ),
    )
  })

  test.each([
    ['a=3Db', 'a=b'],
    ['soft=\r\nbreak', 'softbreak'],
    ['bare=\nbreak', 'barebreak'],
    ['=c3=BC', 'Ã¼'],
    ['stray = sign', 'stray = sign'],
    ['=ZZ', '=ZZ'],
    ['end=', 'end='],
    ['end=4', 'end=4'],
  ])('for quoted-printable %j', async (text, expected) => {
    for (const chunkBytes of [1, 2, 3, 1_000])
      expect(Buffer.from(await decode(text, 'quoted-printable', chunkBytes)).toString('latin1')).toBe(expected)
  })

  test('for parts that have none', async () => {
    expect(await decode('as it is\r\n', 'identity')).toHaveLength(10)
  })
})
