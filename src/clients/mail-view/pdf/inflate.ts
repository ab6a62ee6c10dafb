import { Unzlib } from 'fflate'
import { joinBytes } from '../../../lib/bytes/index.ts'

const pieceBytes = 65_536

/**
 * Undoes the format of zlib (RFC 1950), piece by piece, so that what would grow without bounds is left off at its bound.
 * Throws for what is damaged, cut off, or longer than `maxBytes`.
 */
export function inflate(bytes: Uint8Array, maxBytes: number): Uint8Array {
  const parts: Uint8Array[] = []
  let length = 0
  let isWhole = false
  const stream = new Unzlib((part, isLast) => {
    length += part.length
    if (length > maxBytes) throw new RangeError('it is longer than it says')
    parts.push(part)
    isWhole ||= isLast
  })
  for (let at = 0; at < bytes.length; at += pieceBytes)
    stream.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length)
  if (!isWhole) throw new RangeError('its end is missing')
  const whole = joinBytes(parts)
  // The library does not look at the checksum, and takes some of what was cut off for whole.
  const checksum = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.length - 4)
  if (adler32(whole) !== checksum) throw new RangeError('it is damaged')
  return whole
}

/** Largest number of bytes whose sums stay within 32 bits (RFC 1950 section 9). */
const sumBytes = 5_552

function adler32(bytes: Uint8Array): number {
  let low = 1
  let high = 0
  for (let at = 0; at < bytes.length; at += sumBytes) {
    for (const byte of bytes.subarray(at, at + sumBytes)) {
      low += byte
      high += low
    }
    low %= 65_521
    high %= 65_521
  }
  return high * 65_536 + low
}
