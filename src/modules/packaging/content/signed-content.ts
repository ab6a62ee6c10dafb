/** One value of a BER encoding (X.690 section 8.1). */
interface BerValue {
  readonly tag: number
  readonly content: Buffer
  /** The first byte behind it. */
  readonly end: number
}

const sequence = 0x30
const set = 0x31
const integer = 0x02
const objectIdentifier = 0x06
const octets = 0x04
const constructedOctets = 0x24
const explicitZero = 0xa0
const maxDepth = 12
/** 1.2.840.113549.1.7.2 */
const signedData = Buffer.from('2a864886f70d010702', 'hex')

/**
 * The message inside an opaque S/MIME signature (RFC 8551 section 3.5.2), which is signed but not encrypted; null when
 * this is none. The signature itself is not checked: that is what message.eml is for.
 */
export function readSignedContent(bytes: Uint8Array): Buffer | null {
  try {
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const [kind, wrapped] = children(expect(readValue(all, 0, 0), sequence))
    if (kind?.tag !== objectIdentifier || !kind.content.equals(signedData) || wrapped === undefined) return null
    const [signed] = children(expect(wrapped, explicitZero))
    const [version, algorithms, inner] = children(expect(signed, sequence))
    if (version?.tag !== integer || algorithms?.tag !== set) return null
    const [, content] = children(expect(inner, sequence))
    const [text] = content === undefined ? [] : children(expect(content, explicitZero))
    return text === undefined ? null : joinOctets(text, 0)
  } catch {
    return null
  }
}

function expect(value: BerValue | undefined, tag: number): BerValue {
  if (value?.tag !== tag) throw new RangeError('another structure')
  return value
}

function joinOctets(value: BerValue, depth: number): Buffer {
  if (value.tag === octets) return value.content
  if (value.tag !== constructedOctets || depth > maxDepth) throw new RangeError('no octets')
  return Buffer.concat(children(value).map((piece) => joinOctets(piece, depth + 1)))
}

function children({ content }: BerValue): readonly BerValue[] {
  const found: BerValue[] = []
  for (let at = 0; at < content.length;) {
    const value = readValue(content, at, 0)
    found.push(value)
    at = value.end
  }
  return found
}

function readValue(bytes: Buffer, at: number, depth: number): BerValue {
  const tag = bytes.readUInt8(at)
  const first = bytes.readUInt8(at + 1)
  if (first === 0x80) return readIndefinite(bytes, at, depth)
  const lengthBytes = first > 0x80 ? first - 0x80 : 0
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes)
  const start = at + 2 + lengthBytes
  if (start + length > bytes.length) throw new RangeError('cut off')
  return { tag, content: bytes.subarray(start, start + length), end: start + length }
}

/** Its end is marked by two zeros instead of being told before (X.690 section 8.1.3.6). */
function readIndefinite(bytes: Buffer, at: number, depth: number): BerValue {
  if (depth > maxDepth) throw new RangeError('nested too deeply')
  let next = at + 2
  while (bytes.readUInt16BE(next) !== 0) next = readValue(bytes, next, depth + 1).end
  return { tag: bytes.readUInt8(at), content: bytes.subarray(at + 2, next), end: next + 2 }
}
