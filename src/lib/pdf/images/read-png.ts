import { joinBytes } from '../../bytes/index.ts'
import { bounds } from '../model/bounds.ts'
import type { ImageTools } from './image-tools.ts'
import type { OpenImage } from './open-image.ts'
import { rowBytes, samplesOf } from './png-header.ts'
import type { PngHeader } from './png-header.ts'
import { interlacedRows, plainRows } from './png-rows.ts'

interface Chunks {
  readonly header: PngHeader
  readonly palette: Uint8Array | null
  readonly transparency: Uint8Array | null
  readonly data: Uint8Array
}

const allowedBits: Record<number, readonly number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

/**
 * A PNG. Its pixels are inflated up to what its size says and no further; a plain one then goes into the PDF as it is,
 * one with transparency or interlacing is taken apart.
 */
export function readPng(bytes: Uint8Array, maxPixels: number, tools: ImageTools): OpenImage | null {
  const chunks = readChunks(bytes, tools)
  if (chunks === null) return null
  const { header, palette, transparency } = chunks
  if (header.columns * header.rows > Math.min(maxPixels, bounds.pixelsPerImage)) return null
  const rows = inflate(chunks, tools)
  if (rows === null || (header.colourType === 3 && palette === null)) return null
  const isPlain = !header.isInterlaced && header.colourType <= 3 && transparency === null
  if (isPlain && !hasKnownFilters(header, rows)) return null
  if (isPlain) return { ...frameOf(header, palette), data: chunks.data, encoding: 'png-rows', opacity: null }
  const pixels = header.isInterlaced ? interlacedRows(header, rows) : plainRows(header, rows)
  return pixels === null ? null : takenApart(chunks, pixels)
}

// What undoes them in a PDF knows these five (W3C PNG section 9.2).
function hasKnownFilters(header: PngHeader, rows: Uint8Array): boolean {
  const step = rowBytes(header, header.columns) + 1
  for (let at = 0; at < rows.length; at += step) if ((rows[at] ?? 0) > 4) return false
  return true
}

// RFC 2083 section 3: signature, then chunks of length, type, data and checksum.
function readChunks(bytes: Uint8Array, { crc32 }: ImageTools): Chunks | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data: Uint8Array[] = []
  let header: PngHeader | null = null
  let palette: Uint8Array | null = null
  let transparency: Uint8Array | null = null
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at)
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (at + 12 + length > bytes.length) return null
    const body = bytes.subarray(at + 8, at + 8 + length)
    const isCritical = type >= 'A' && type < '['
    if (isCritical && crc32(bytes.subarray(at + 4, at + 8 + length)) !== view.getUint32(at + 8 + length)) return null
    if (type === 'IHDR') header = readHeader(body)
    if (type === 'PLTE' && length % 3 === 0 && length > 0 && length <= 768) palette = body
    if (type === 'tRNS') transparency = body
    if (type === 'IDAT') data.push(body)
    if (type === 'IEND' || (type === 'IDAT' && header === null)) break
    at += 12 + length
  }
  return header === null || data.length === 0 ? null : { header, palette, transparency, data: joinBytes(data) }
}

function readHeader(body: Uint8Array): PngHeader | null {
  if (body.length !== 13) return null
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const columns = view.getUint32(0)
  const rows = view.getUint32(4)
  const [bits = 0, colourType = 0, compression, filter, interlace = 0] = body.subarray(8)
  const isKnown =
    allowedBits[colourType]?.includes(bits) === true && compression === 0 && filter === 0 && interlace <= 1
  const isSane = columns > 0 && rows > 0 && columns <= bounds.imageSide && rows <= bounds.imageSide
  return isKnown && isSane ? { columns, rows, bits, colourType, isInterlaced: interlace === 1 } : null
}

function inflate(chunks: Chunks, tools: ImageTools): Uint8Array | null {
  const { header, data } = chunks
  const expected = header.isInterlaced ? null : (rowBytes(header, header.columns) + 1) * header.rows
  const most = expected ?? (rowBytes(header, header.columns) + 1) * header.rows * 2 + 1024
  try {
    const rows = tools.inflate(data, most)
    return expected === null || rows.length === expected ? rows : null
  } catch {
    return null
  }
}

type Frame = Omit<OpenImage, 'data' | 'encoding' | 'opacity'>

function frameOf(header: PngHeader, palette: Uint8Array | null): Frame {
  const { columns, rows, bits, colourType } = header
  return {
    width: columns,
    height: rows,
    orientation: 1,
    colourSpace: colourType === 0 || colourType === 4 ? 'DeviceGray' : 'DeviceRGB',
    palette: colourType === 3 ? palette : null,
    bitsPerComponent: bits,
    columns,
    rows,
    isInverted: false,
  }
}

// Colour and opacity apart, eight bits each; a colour that stands for "transparent" becomes opacity too.
function takenApart(chunks: Chunks, pixels: Uint8Array): OpenImage {
  const { header, palette, transparency } = chunks
  const count = header.columns * header.rows
  const samples = samplesOf[header.colourType] ?? 1
  const isGray = header.colourType === 0 || header.colourType === 4
  const colours = isGray ? 1 : 3
  const data = new Uint8Array(count * colours)
  const opacity = new Uint8Array(count).fill(255)
  for (let pixel = 0; pixel < count; pixel += 1) {
    const from = pixel * samples
    if (header.colourType === 3) {
      const entry = pixels[from] ?? 0
      for (let colour = 0; colour < 3; colour += 1) data[pixel * 3 + colour] = palette?.[entry * 3 + colour] ?? 0
      opacity[pixel] = transparency?.[entry] ?? 255
      continue
    }
    for (let colour = 0; colour < colours; colour += 1) data[pixel * colours + colour] = pixels[from + colour] ?? 0
    if (samples > colours) opacity[pixel] = pixels[from + colours] ?? 255
    else if (transparency !== null && isKey(pixels, from, { transparency, header, colours })) opacity[pixel] = 0
  }
  const isOpaque = opacity.every((value) => value === 255)
  return { ...frameOf(header, null), bitsPerComponent: 8, data, encoding: 'plain', opacity: isOpaque ? null : opacity }
}

function isKey(
  pixels: Uint8Array,
  from: number,
  key: { transparency: Uint8Array; header: PngHeader; colours: number },
): boolean {
  const { transparency, header, colours } = key
  const most = (1 << Math.min(header.bits, 8)) - 1
  for (let colour = 0; colour < colours; colour += 1) {
    const value =
      header.bits === 16
        ? (transparency[colour * 2] ?? 0)
        : Math.round(((transparency[colour * 2 + 1] ?? 0) * 255) / most)
    if (pixels[from + colour] !== value) return false
  }
  return true
}
