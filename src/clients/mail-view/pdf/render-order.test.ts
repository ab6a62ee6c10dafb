import { readFileSync } from 'node:fs'
import { crc32 as nodeCrc32, deflateSync } from 'node:zlib'
import { zlibSync } from 'fflate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Faces, type FaceName } from '../../../lib/pdf/index.ts'
import { fontPath } from '../../../platform/pdf-tools/index.ts'
import { pngChunk } from '../../../../test/harness/drawings.ts'
import { pdfTools } from '../../../../test/harness/pdf-tools.ts'
import { crc32 } from './crc-32.ts'
import { inflate } from './inflate.ts'
import type { PdfOrder } from './pdf-order.ts'
import { documentOf, renderOrder } from './render-order.ts'

const order: PdfOrder = {
  title: 'Befund',
  language: 'de',
  headers: [{ label: 'Von', value: 'Анна <anna@example.org>' }],
  notices: [],
  body: { kind: 'html', html: '<p>Guten <b>Tag</b>, สวัสดี 診断書</p><img src="cid:a@x"><img src="cid:b@x">' },
  files: [],
}

/** Tools with no font at hand but the first, as in a browser. */
function lazy(bring: (name: FaceName) => boolean = () => true) {
  const fonts = new Map<FaceName, Uint8Array>([['latin', readFileSync(fontPath('latin'))]])
  const brought: FaceName[][] = []
  const rounds: number[] = []
  const ports = {
    tools: { ...pdfTools, faces: new Faces((name) => fonts.get(name) ?? null) },
    bringFonts: async (names: readonly FaceName[]) => {
      brought.push([...names])
      for (const name of names) {
        if (!bring(name)) throw new Error('offline')
        fonts.set(name, readFileSync(fontPath(name)))
      }
    },
    tellWorking: () => void rounds.push(rounds.length),
  }
  return { ports, brought, rounds }
}

const withoutIdentifier = (pdf: Uint8Array): string =>
  Buffer.from(pdf)
    .toString('latin1')
    .replaceAll(/\/ID \[[^\]]*\]/g, '')

describe('a PDF made where fonts have to be fetched', () => {
  test('is the same, to the byte, as where all fonts are at hand, and wants no font twice', async () => {
    const { ports, brought, rounds } = lazy()
    const fetched = await renderOrder(order, ports)
    const atHand = await renderOrder(order, {
      ...ports,
      tools: pdfTools,
      bringFonts: () => Promise.reject(new Error()),
    })
    expect(withoutIdentifier(fetched)).toBe(withoutIdentifier(atHand))
    const names = brought.flat()
    expect(names.toSorted()).toEqual(['chinese', 'latin-bold', 'latin-italic', 'thai'])
    expect(rounds.length).toBe(1 + brought.length + 1)
  })

  test('is not made at all when a font cannot be had', async () => {
    const { ports } = lazy((name) => name !== 'thai')
    await expect(renderOrder(order, ports)).rejects.toThrow('offline')
  })

  test('lists the files but those that it shows; of two with one name the first is shown', async () => {
    const png = (grey: number) =>
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a', 'hex'),
        pngChunk('IHDR', Buffer.from([0, 0, 0, 9, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
        pngChunk('IDAT', deflateSync(Buffer.from([0, ...Array.from({ length: 9 }, () => grey)]))),
        pngChunk('IEND', Buffer.alloc(0)),
      ])
    const file = (name: string, more: { imageNames: string[]; isAttachment?: boolean; bytes?: Uint8Array | null }) => ({
      name,
      mediaType: 'image/png',
      sizeBytes: 100,
      isAttachment: false,
      ...more,
      bytes: more.bytes === null ? null : new Uint8Array(more.bytes ?? png(1)),
    })
    const files = [
      file('shown.png', { imageNames: ['a@x'] }),
      file('second.png', { imageNames: ['a@x'] }),
      file('sent.png', { imageNames: ['b@x'], isAttachment: true }),
      file('broken.png', { imageNames: ['c@x'], bytes: new Uint8Array(9) }),
      file('report.pdf', { imageNames: [], bytes: null }),
    ]
    const { body, attachments } = documentOf({ ...order, files })
    const shown = body.kind === 'html' ? body.inlineImages : new Map<string, never>()
    const drawn = new Set([shown.get('a@x'), shown.get('b@x')].filter((image) => image !== undefined))
    expect(attachments(drawn).map(({ name }) => name)).toEqual(['second.png', 'sent.png', 'broken.png', 'report.pdf'])
    const { ports } = lazy()
    const pdf = await renderOrder({ ...order, files }, { ...ports, tools: { ...ports.tools, deflate: stored } })
    const hex = Buffer.from(pdf).toString('latin1')
    expect(hex.match(/\/Subtype \/Image/g)).toHaveLength(2)
  })
})

const stored = (bytes: Uint8Array): Uint8Array => deflateSync(bytes, { level: 0 })

describe('what a browser does in place of zlib', () => {
  test('gives the same checksum', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => crc32(bytes) === nodeCrc32(bytes)))
  })

  test('undoes what zlib made, and zlib undoes what it made', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), (bytes) => {
        expect(Buffer.from(inflate(deflateSync(bytes), bytes.length)).equals(bytes)).toBe(true)
        expect(Buffer.from(inflate(zlibSync(bytes, { level: 3 }), bytes.length)).equals(bytes)).toBe(true)
      }),
    )
  })

  test('stops at its bound, and at what is damaged or cut off', () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000))
    expect(() => inflate(bomb, 1_000_000)).toThrow('longer')
    const whole = deflateSync(Buffer.from('a text that is long enough to be cut somewhere in its middle'))
    for (let length = 0; length < whole.length; length += 1)
      expect(() => inflate(whole.subarray(0, length), 1_000)).toThrow()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          expect(inflate(bytes, 10_000).length).toBeLessThanOrEqual(10_000)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
        }
      }),
    )
  })
})
