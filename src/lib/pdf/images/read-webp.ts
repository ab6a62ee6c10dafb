import { latin1 } from '../file/latin1.ts'
import { bounds } from '../model/bounds.ts'
import type { ImageTools } from './image-tools.ts'
import type { OpenImage } from './open-image.ts'
import { plainImage } from './plain-image.ts'

/** A WebP, decoded by libwebp after its size was looked at; the first frame of an animated one. Null for a broken one. */
export function readWebp(bytes: Uint8Array, maxPixels: number, { decodeWebp }: ImageTools): OpenImage | null {
  const still = stillOf(bytes)
  const size = still === null ? null : sizeOf(still)
  if (still === null || size === null) return null
  const { columns, rows } = size
  const isSane = columns > 0 && rows > 0 && columns <= bounds.imageSide && rows <= bounds.imageSide
  if (!isSane || columns * rows > Math.min(maxPixels, bounds.pixelsPerImage)) return null
  const pixels = decodeWebp(still)
  const isAsSaid = pixels !== null && pixels.width === columns && pixels.height === rows
  return isAsSaid ? takenApart(pixels.data, columns, rows) : null
}

function takenApart(pixels: Uint8Array, columns: number, rows: number): OpenImage {
  const count = columns * rows
  const data = new Uint8Array(count * 3)
  const opacity = new Uint8Array(count)
  for (let pixel = 0; pixel < count; pixel += 1) {
    data.set(pixels.subarray(pixel * 4, pixel * 4 + 3), pixel * 3)
    opacity[pixel] = pixels[pixel * 4 + 3] ?? 255
  }
  return plainImage({ columns, rows, data, palette: null, opacity })
}

interface Chunk {
  readonly type: string
  readonly body: Uint8Array
}

function chunksOf(bytes: Uint8Array, start: number): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: Chunk[] = []
  for (let at = start; at + 8 <= bytes.length && chunks.length < mostChunks;) {
    const length = view.getUint32(at + 4, true)
    chunks.push({ type: tagAt(bytes, at), body: bytes.subarray(at + 8, at + 8 + length) })
    at += 8 + length + (length % 2)
  }
  return chunks
}

const mostChunks = 64
const frameHeader = 16

// RFC 9649 section 2.7: of an animation the first frame, as a file of its own; libwebp's simple decoder takes no others.
function stillOf(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 20 || tagAt(bytes, 0) !== 'RIFF' || tagAt(bytes, 8) !== 'WEBP') return null
  const frame = chunksOf(bytes, 12).find(({ type }) => type === 'ANMF')
  if (frame === undefined) return bytes
  const image = chunksOf(frame.body, frameHeader).find(({ type }) => type === 'VP8 ' || type === 'VP8L')
  return image === undefined ? null : asFile(image)
}

function asFile({ type, body }: Chunk): Uint8Array {
  const file = new Uint8Array(20 + body.length + (body.length % 2))
  const view = new DataView(file.buffer)
  file.set(latin1('RIFF'), 0)
  view.setUint32(4, file.length - 8, true)
  file.set(latin1(`WEBP${type}`), 8)
  view.setUint32(16, body.length, true)
  file.set(body, 20)
  return file
}

function sizeOf(bytes: Uint8Array): { columns: number; rows: number } | null {
  const image = chunksOf(bytes, 12).find(({ type }) => type === 'VP8 ' || type === 'VP8L')
  if (image === undefined || image.body.length < 10) return null
  const view = new DataView(image.body.buffer, image.body.byteOffset, image.body.byteLength)
  if (image.type === 'VP8 ')
    return { columns: view.getUint16(6, true) & 0x3fff, rows: view.getUint16(8, true) & 0x3fff }
  const packed = view.getUint32(1, true)
  return { columns: (packed & 0x3fff) + 1, rows: ((packed >>> 14) & 0x3fff) + 1 }
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}
