import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clearWebpDrawing, gifDrawing, jpegDrawing, pngChunk, webpDrawing } from '../../../../test/harness/drawings.ts'
import { pdfTools } from '../../../../test/harness/pdf-tools.ts'
import { readImage as readWith } from './read-image.ts'

interface Drawing {
  readonly width: number
  readonly height: number
  readonly type: number
  readonly rows: Buffer
  readonly bits?: number
  readonly interlace?: number
  readonly extra?: readonly (readonly [string, Buffer])[]
}

function png(drawing: Drawing): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(drawing.width, 0)
  header.writeUInt32BE(drawing.height, 4)
  header.set([drawing.bits ?? 8, drawing.type, 0, 0, drawing.interlace ?? 0], 8)
  const extra = (drawing.extra ?? []).map(([type, body]) => pngChunk(type, body))
  const parts = [
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', deflateSync(drawing.rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

const many = 40_000_000
const readImage = (bytes: Uint8Array, maxPixels: number) => readWith(bytes, maxPixels, pdfTools.images)
const rgb = png({ width: 2, height: 1, type: 2, rows: Buffer.from([0, 1, 2, 3, 4, 5, 6]) })

const gif = gifDrawing(3, 2, [{ width: 3, height: 2, pixels: [0, 1, 2, 2, 1, 0] }])

describe('readImage', () => {
  it('passes a plain PNG on as it is', () => {
    expect(readImage(rgb, many)).toMatchObject({ columns: 2, rows: 1, encoding: 'png-rows', opacity: null })
  })

  it('takes colour and opacity apart', () => {
    const image = readImage(
      png({ width: 2, height: 1, type: 6, rows: Buffer.from([1, 10, 20, 30, 40, 5, 5, 5, 200]) }),
      many,
    )
    expect([...(image?.data ?? [])]).toEqual([10, 20, 30, 15, 25, 35])
    expect([...(image?.opacity ?? [])]).toEqual([40, 240])
  })

  it('undoes every filter of rows', () => {
    const rows = Buffer.from([0, 10, 255, 2, 5, 0, 3, 5, 0, 4, 1, 0, 1, 7, 1])
    const image = readImage(png({ width: 1, height: 5, type: 4, rows }), many)
    expect([...(image?.data ?? [])]).toEqual([10, 15, 12, 13, 7])
  })

  it('reads palettes with transparency, and interlaced images', () => {
    const palette = [
      ['PLTE', Buffer.from([1, 2, 3, 4, 5, 6])],
      ['tRNS', Buffer.from([0])],
    ] as const
    const image = readImage(
      png({ width: 2, height: 1, type: 3, bits: 1, rows: Buffer.from([0, 0b01000000]), extra: palette }),
      many,
    )
    expect([...(image?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 6])
    expect([...(image?.opacity ?? [])]).toEqual([0, 255])
    const rows = Buffer.from([0, 1, 0, 2, 0, 3, 4])
    const laced = readImage(png({ width: 2, height: 2, type: 0, interlace: 1, rows }), many)
    expect([...(laced?.data ?? [])]).toEqual([1, 2, 3, 4])
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a signature alone', Buffer.from('89504e470d0a1a0a', 'hex')],
    ['no width', png({ width: 0, height: 1, type: 2, rows: Buffer.from([0]) })],
    ['a size that its data do not fill', png({ width: 500, height: 500, type: 2, rows: Buffer.from([0, 1, 2, 3]) })],
    ['more pixels than allowed', png({ width: 9000, height: 9000, type: 0, bits: 1, rows: Buffer.alloc(9000 * 1126) })],
    ['an unknown colour type', png({ width: 1, height: 1, type: 5, rows: Buffer.from([0, 1]) })],
    ['data that do not inflate', Buffer.concat([rgb.subarray(0, 41), Buffer.alloc(30)])],
    ['a palette that is missing', png({ width: 1, height: 1, type: 3, rows: Buffer.from([0, 0]) })],
    ['a JPEG of no height', Buffer.from(`ffd8ffc000110800000010030122000211010311${'00'.repeat(60)}`, 'hex')],
    ['a JPEG that ends', Buffer.from('ffd8ffe1ffff4578', 'hex')],
    ['a GIF that ends', Buffer.from('GIF89a')],
    ['a GIF cut off', gif.subarray(0, -8)],
    ['a GIF without colours', Buffer.from([...gif.subarray(0, 10), 0, 0, 0, ...gif.subarray(25)])],
    ['a WebP cut off', webpDrawing.subarray(0, -20)],
    ['a WebP of no size', Buffer.from('RIFF\u0010\0\0\0WEBPVP8 \0\0\0\0', 'latin1')],
    ['a JPEG cut off', jpegDrawing.subarray(0, -12)],
    ['a JPEG without its end mark', jpegDrawing.subarray(0, -2)],
    [
      'a JPEG without its pixels',
      Buffer.concat([jpegDrawing.subarray(0, jpegDrawing.indexOf('ffda', 'hex')), Buffer.from('ffd9', 'hex')]),
    ],
    [
      'a JPEG without tables',
      Buffer.concat([jpegDrawing.subarray(0, 2), jpegDrawing.subarray(jpegDrawing.indexOf('ffc0', 'hex'))]),
    ],
    ['a PNG with another checksum', Buffer.from(rgb.map((byte, index) => (index === 30 ? byte ^ 1 : byte)))],
    ['a PNG with an unknown filter', png({ width: 2, height: 1, type: 2, rows: Buffer.from([9, 1, 2, 3, 4, 5, 6]) })],
  ])('refuses %s', (_, bytes) => {
    expect(readImage(bytes, many)).toBeNull()
  })

  it('draws the first frame of a GIF on its canvas, its rows in their order, what is transparent left out', () => {
    expect(readImage(gif, many)).toMatchObject({
      columns: 3,
      rows: 2,
      opacity: null,
      data: Uint8Array.of(0, 1, 2, 2, 1, 0),
    })
    const frame = { left: 1, top: 1, width: 2, height: 1, pixels: [3, 2], transparent: 3 }
    const animated = gifDrawing(4, 3, [frame, { width: 4, height: 3, pixels: Array.from({ length: 12 }, () => 1) }])
    const image = readImage(animated, many)
    expect([...(image?.opacity ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0])
    expect(image?.data[6]).toBe(2)
    const laced = gifDrawing(1, 5, [{ width: 1, height: 5, pixels: [0, 1, 2, 3, 0], isInterlaced: true }])
    expect([...(readImage(laced, many)?.data ?? [])]).toEqual([0, 3, 2, 0, 1])
  })

  it('draws a WebP, with its transparency, and the first frame of a moving one', () => {
    expect(readImage(webpDrawing, many)).toMatchObject({ columns: 32, rows: 16, encoding: 'plain', opacity: null })
    const clear = readImage(clearWebpDrawing, many)
    expect(clear?.opacity?.[15 * 32 + 31]).toBe(0)
    expect([...(clear?.data.subarray(0, 3) ?? [])]).toEqual([0x20, 0x60, 0xc0])
    expect(readImage(moving(clearWebpDrawing), many)).toMatchObject({ columns: 32, rows: 16 })
  })

  it('lets no damage to an image be more than an image that is not drawn', () => {
    for (const whole of [gif, webpDrawing, clearWebpDrawing, jpegDrawing, rgb]) {
      fc.assert(
        fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (at, byte, end) => {
          const damaged = Buffer.from(whole)
          damaged[at] = byte
          expect(() => readImage(damaged.subarray(0, end), many)).not.toThrow()
        }),
        { numRuns: 300, seed: 1 },
      )
    }
  })

  it('stops inflating where the size says the image ends', () => {
    const bomb = png({ width: 10, height: 10, type: 2, rows: Buffer.alloc(30_000_000) })
    expect(readImage(bomb, many)).toBeNull()
  })

  it('turns a JPEG as its camera was held', () => {
    const exif = 'ffe1001e45786966000049492a00080000000100120103000100000006000000'
    const turned = Buffer.concat([jpegDrawing.subarray(0, 2), Buffer.from(exif, 'hex'), jpegDrawing.subarray(2)])
    const image = readImage(turned, many)
    expect(image).toMatchObject({ columns: 32, rows: 16, width: 16, height: 32, orientation: 6, encoding: 'jpeg' })
  })
})

/** The same as the only frame of an animation (RFC 9649 section 2.7.1.1). */
function moving(still: Buffer): Buffer {
  const frame = Buffer.concat([Buffer.alloc(16), still.subarray(12)])
  const head = Buffer.from('RIFF\0\0\0\0WEBPANMF\0\0\0\0', 'latin1')
  head.writeUInt32LE(frame.length, 16)
  head.writeUInt32LE(frame.length + 12, 4)
  return Buffer.concat([head, frame])
}
