import { crc32, deflateSync } from 'node:zlib'

/** A black PNG of eight bits of red, green and blue. */
export function drawing(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc((width * 3 + 1) * height, 0)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 0 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** W3C PNG section 5.3: length, type, data, checksum. */
export function pngChunk(type: string, body: Buffer): Buffer {
  const out = Buffer.alloc(12 + body.length)
  out.writeUInt32BE(body.length, 0)
  out.write(type, 4, 'latin1')
  body.copy(out, 8)
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length)
  return out
}

/** 32 by 16 points, red and blue, as browsers write them. */
export const jpegDrawing = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAQACADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAABQME/8QAGBEAAgMAAAAAAAAAAAAAAAAAABVioeH/2gAMAwEAAhEDEQA/AJYCzKN4aFE60ACho//Z',
  'base64',
)
/** The same as WebP: with losses, and without, a quarter of it transparent. */
export const webpDrawing = Buffer.from(
  'UklGRkwAAABXRUJQVlA4IEAAAACQAwCdASogABAAPtFUo0uoJKMhsAgBABoJaACdL0r4B+MACFiQAP7npVP5ZdUPP+riPKx63PnuWY4kLxBSwAAA',
  'base64',
)
export const clearWebpDrawing = Buffer.from(
  'UklGRkAAAABXRUJQVlA4TDMAAAAvH8ADEBcgEEhCHXk8gUASyuijCgSSUEcdbf4D6h8QZhtNcpLTvOcJRPR/ElSrflYANwAA',
  'base64',
)

export interface GifFrame {
  readonly left?: number
  readonly top?: number
  readonly width: number
  readonly height: number
  readonly pixels: readonly number[]
  readonly isInterlaced?: boolean
  readonly transparent?: number
}

/** A GIF of four colours; its codes are never longer than three bits, because it forgets them before they grow. */
export function gifDrawing(width: number, height: number, frames: readonly GifFrame[]): Buffer {
  const palette = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]
  const head = [...Buffer.from('GIF89a'), width & 255, width >> 8, height & 255, height >> 8, 0x81, 0, 0, ...palette]
  return Buffer.from([...head, ...frames.flatMap(gifFrame), 0x3b])
}

function gifFrame(frame: GifFrame): readonly number[] {
  const { left = 0, top = 0, width, height, transparent } = frame
  const control = transparent === undefined ? [] : [0x21, 0xf9, 4, 1, 0, 0, transparent, 0]
  const place = [left, top, width, height].flatMap((one) => [one & 255, one >> 8])
  return [...control, 0x2c, ...place, frame.isInterlaced === true ? 0x40 : 0, 2, ...gifBlocks(frame.pixels), 0]
}

function gifBlocks(pixels: readonly number[]): readonly number[] {
  const codes = pixels.flatMap((pixel, index) => (index % 2 === 0 ? [4, pixel] : [pixel]))
  const bits = [...codes, 5].map((code) => code.toString(2).padStart(3, '0').split('').toReversed().join('')).join('')
  const bytes = (bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.split('').toReversed().join(''), 2))
  const blocks: number[] = []
  for (let at = 0; at < bytes.length; at += 255)
    blocks.push(Math.min(255, bytes.length - at), ...bytes.slice(at, at + 255))
  return blocks
}
