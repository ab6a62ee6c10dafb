import { encodeHex, joinBytes } from '../../bytes/index.ts'
import { readValue, readValues, type BerValue } from './ber.ts'

/** What a CMS message (RFC 5652) is to somebody who has no key. */
export type CmsContent =
  /** A message inside an opaque signature (RFC 8551 section 3.5.2), which is signed but not encrypted. */
  | { readonly kind: 'signed'; readonly content: Uint8Array }
  | { readonly kind: 'encrypted' }
  /** Certificates, a signature without its content, or nothing that can be read. */
  | { readonly kind: 'other' }

const sequence = 0x30
const set = 0x31
const integer = 0x02
const objectIdentifier = 0x06
const octets = 0x04
const constructedOctets = 0x24
const explicitZero = 0xa0
const maxDepth = 12
/** 1.2.840.113549.1.7.2 */
const signedData = '2a864886f70d010702'
/** 1.2.840.113549.1.7.3 and 1.2.840.113549.1.9.16.1.23 */
const encryptedKinds = new Set(['2a864886f70d010703', '2a864886f70d0109100117'])

/** The signature itself is not checked: that is what the original message is for. Never throws. */
export function readCms(bytes: Uint8Array): CmsContent {
  try {
    const [kind, wrapped] = readValues(expect(readValue(bytes, 0), sequence).content)
    if (kind?.tag !== objectIdentifier || wrapped === undefined) return { kind: 'other' }
    const name = encodeHex(kind.content)
    if (encryptedKinds.has(name)) return { kind: 'encrypted' }
    const content = name === signedData ? contentOf(wrapped) : null
    return content === null ? { kind: 'other' } : { kind: 'signed', content }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'other' }
  }
}

function contentOf(wrapped: BerValue): Uint8Array | null {
  const [signed] = readValues(expect(wrapped, explicitZero).content)
  const [version, algorithms, inner] = readValues(expect(signed, sequence).content)
  if (version?.tag !== integer || algorithms?.tag !== set) return null
  const [, content] = readValues(expect(inner, sequence).content)
  const [text] = content === undefined ? [] : readValues(expect(content, explicitZero).content)
  return text === undefined ? null : joinOctets(text, 0)
}

function expect(value: BerValue | undefined, tag: number): BerValue {
  if (value?.tag !== tag) throw new RangeError('another structure')
  return value
}

function joinOctets(value: BerValue, depth: number): Uint8Array {
  if (value.tag === octets) return value.content
  if (value.tag !== constructedOctets || depth > maxDepth) throw new RangeError('no octets')
  return joinBytes(readValues(value.content).map((piece) => joinOctets(piece, depth + 1)))
}
