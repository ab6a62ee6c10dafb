/** One value of a BER encoding (X.690 section 8.1). */
export interface BerValue {
  readonly tag: number
  readonly content: Uint8Array
  /** The first byte behind it. */
  readonly end: number
}

const maxDepth = 12
/** A gigabyte of two-byte values is no message. */
const maxValues = 200_000

/** The values one after the other. Throws `RangeError` for what is cut off, too deep or too many. */
export function readValues(content: Uint8Array): readonly BerValue[] {
  const found: BerValue[] = []
  for (let at = 0; at < content.length;) {
    const value = readValue(content, at, 0)
    if (found.length >= maxValues) throw new RangeError('too many values')
    found.push(value)
    at = value.end
  }
  return found
}

export function readValue(bytes: Uint8Array, at: number, depth = 0): BerValue {
  const tag = byteAt(bytes, at)
  const first = byteAt(bytes, at + 1)
  if (first === 0x80) return readIndefinite(bytes, at, depth)
  const lengthBytes = first > 0x80 ? first - 0x80 : 0
  if (lengthBytes > 4) throw new RangeError('too long')
  let length = lengthBytes === 0 ? first : 0
  for (let index = 0; index < lengthBytes; index += 1) length = length * 256 + byteAt(bytes, at + 2 + index)
  const start = at + 2 + lengthBytes
  if (start + length > bytes.length) throw new RangeError('cut off')
  return { tag, content: bytes.subarray(start, start + length), end: start + length }
}

/** Its end is marked by two zeros instead of being told before (X.690 section 8.1.3.6). */
function readIndefinite(bytes: Uint8Array, at: number, depth: number): BerValue {
  if (depth > maxDepth) throw new RangeError('nested too deeply')
  let next = at + 2
  while (byteAt(bytes, next) !== 0 || byteAt(bytes, next + 1) !== 0) next = readValue(bytes, next, depth + 1).end
  return { tag: byteAt(bytes, at), content: bytes.subarray(at + 2, next), end: next + 2 }
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new RangeError('cut off')
  return byte
}
