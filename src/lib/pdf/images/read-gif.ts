import { bounds } from '../model/bounds.ts'
import { decodeLzw } from './decode-lzw.ts'
import type { OpenImage } from './open-image.ts'
import { plainImage } from './plain-image.ts'

interface Frame {
  readonly left: number
  readonly top: number
  readonly columns: number
  readonly rows: number
  readonly isInterlaced: boolean
  readonly palette: Uint8Array
  readonly transparent: number | null
  readonly pixels: Uint8Array
}

// GIF89a section 20, appendix E: where each pass of an interlaced image begins, and how far its rows lie apart.
const passes = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const

/** A GIF: the first frame of an animated one, on its canvas. Null for one that is cut off before its last pixel. */
export function readGif(bytes: Uint8Array, maxPixels: number): OpenImage | null {
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(String.fromCharCode(...bytes.subarray(0, 6)))) return null
  const columns = u16(bytes, 6)
  const rows = u16(bytes, 8)
  const isSane = columns > 0 && rows > 0 && columns <= bounds.imageSide && rows <= bounds.imageSide
  if (!isSane || columns * rows > Math.min(maxPixels, bounds.pixelsPerImage)) return null
  const frame = firstFrame(bytes)
  return frame === null ? null : onCanvas(frame, columns, rows)
}

function onCanvas(frame: Frame, columns: number, rows: number): OpenImage {
  const data = new Uint8Array(columns * rows)
  const opacity = new Uint8Array(columns * rows)
  const order = rowOrder(frame)
  for (const [at, row] of order.entries()) {
    const y = frame.top + row
    const width = Math.min(frame.columns, columns - frame.left)
    if (y >= rows || width <= 0) continue
    for (let x = 0; x < width; x += 1) {
      const value = frame.pixels[at * frame.columns + x] ?? 0
      const to = y * columns + frame.left + x
      const isKnown = value * 3 < frame.palette.length
      data[to] = isKnown ? value : 0
      opacity[to] = value === frame.transparent ? 0 : 255
    }
  }
  return plainImage({ columns, rows, data, palette: frame.palette, opacity })
}

function rowOrder({ rows, isInterlaced }: Frame): readonly number[] {
  if (!isInterlaced) return Array.from({ length: rows }, (_, row) => row)
  return passes.flatMap(([from, step]) =>
    Array.from({ length: Math.max(0, Math.ceil((rows - from) / step)) }, (_, row) => from + row * step),
  )
}

// Blocks up to the first image; what an extension says about transparency holds for the image after it.
function firstFrame(bytes: Uint8Array): Frame | null {
  const flags = bytes[10] ?? 0
  const globalSize = (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1)
  const globalPalette = bytes.subarray(13, 13 + globalSize)
  let at = 13 + globalSize
  let transparent: number | null = null
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === 0x2c) return readFrame(bytes, at + 1, { globalPalette, transparent })
    if (kind !== 0x21) return null
    if (bytes[at + 1] === 0xf9 && ((bytes[at + 3] ?? 0) & 1) === 1) transparent = bytes[at + 6] ?? null
    at = endOfBlocks(bytes, at + 2)
  }
  return null
}

function readFrame(
  bytes: Uint8Array,
  at: number,
  about: { readonly globalPalette: Uint8Array; readonly transparent: number | null },
): Frame | null {
  const columns = u16(bytes, at + 4)
  const rows = u16(bytes, at + 6)
  if (columns === 0 || rows === 0 || columns * rows > bounds.pixelsPerImage) return null
  const flags = bytes[at + 8] ?? 0
  const localSize = (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1)
  const palette = localSize === 0 ? about.globalPalette : bytes.subarray(at + 9, at + 9 + localSize)
  const codeSize = bytes[at + 9 + localSize] ?? 0
  if (palette.length < 3 || codeSize < 1 || codeSize > 11) return null
  const packed = joinBlocks(bytes, at + 10 + localSize)
  const pixels = decodeLzw(packed, { codeSize, length: columns * rows })
  if (pixels === null) return null
  const { transparent } = about
  const isInterlaced = (flags & 0x40) !== 0
  return { left: u16(bytes, at), top: u16(bytes, at + 2), columns, rows, isInterlaced, palette, transparent, pixels }
}

function joinBlocks(bytes: Uint8Array, start: number): Uint8Array {
  const end = endOfBlocks(bytes, start)
  const joined = new Uint8Array(end - start)
  let length = 0
  for (let at = start; at < end;) {
    const size = bytes[at] ?? 0
    const block = bytes.subarray(at + 1, Math.min(at + 1 + size, end))
    joined.set(block, length)
    length += block.length
    at += 1 + size
  }
  return joined.subarray(0, length)
}

// After the block of length 0 that ends a row of them, or at the end of the file.
function endOfBlocks(bytes: Uint8Array, start: number): number {
  let at = start
  while (at < bytes.length) {
    const size = bytes[at] ?? 0
    at += 1 + size
    if (size === 0) break
  }
  return Math.min(at, bytes.length)
}

function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
}
