import { bounds } from '../model/bounds.ts'
import { isWholeJpeg } from './check-jpeg.ts'
import type { OpenImage } from './open-image.ts'

const space = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' } as const

/**
 * A JPEG goes into a PDF as it is, if it is whole; its frame is read (ITU-T T.81 annex B), and how it is turned (Exif).
 * What its data decode to is the reader's business, bounded by the frame.
 */
export function readJpeg(bytes: Uint8Array): OpenImage | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let orientation = 1
  let isAdobe = false
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = view.getUint16(at + 2)
    if (length < 2) return null
    if (isFrame(marker)) return opened(bytes, at, { orientation, isAdobe })
    if (marker === 0xe1) orientation = orientationOf(bytes.subarray(at + 4, at + 2 + length)) ?? orientation
    if (marker === 0xee) isAdobe ||= String.fromCharCode(...bytes.subarray(at + 4, at + 9)) === 'Adobe'
    at += 2 + length
  }
  return null
}

// SOF0 to SOF2: what PDF readers decode (ISO 32000-2 section 7.4.8).
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xc2
}

function opened(bytes: Uint8Array, at: number, about: { orientation: number; isAdobe: boolean }): OpenImage | null {
  const bitsPerComponent = bytes[at + 4] ?? 0
  const rows = ((bytes[at + 5] ?? 0) << 8) | (bytes[at + 6] ?? 0)
  const columns = ((bytes[at + 7] ?? 0) << 8) | (bytes[at + 8] ?? 0)
  const components = bytes[at + 9]
  if (components !== 1 && components !== 3 && components !== 4) return null
  const isSane =
    rows > 0 && columns > 0 && rows <= bounds.imageSide && columns <= bounds.imageSide && bitsPerComponent === 8
  if (!isSane || rows * columns > bounds.jpegPixels || !isWholeJpeg(bytes)) return null
  const isTurned = about.orientation >= 5
  return {
    width: isTurned ? rows : columns,
    height: isTurned ? columns : rows,
    orientation: about.orientation,
    colourSpace: space[components],
    palette: null,
    bitsPerComponent: 8,
    columns,
    rows,
    data: bytes,
    encoding: 'jpeg',
    isInverted: components === 4 && about.isAdobe,
    opacity: null,
  }
}

// Exif 2.32, tag 0x0112 in the first directory.
function orientationOf(segment: Uint8Array): number | null {
  if (String.fromCharCode(...segment.subarray(0, 4)) !== 'Exif' || segment.length < 16) return null
  const tiff = new DataView(segment.buffer, segment.byteOffset + 6, segment.byteLength - 6)
  const isLittle = tiff.getUint16(0) === 0x4949
  const start = tiff.getUint32(4, isLittle)
  if (start + 2 > tiff.byteLength) return null
  const count = Math.min(tiff.getUint16(start, isLittle), 200)
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12
    if (entry + 12 > tiff.byteLength) return null
    if (tiff.getUint16(entry, isLittle) !== 0x0112) continue
    const value = tiff.getUint16(entry + 8, isLittle)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}
