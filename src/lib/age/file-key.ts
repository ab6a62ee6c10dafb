import { concatBytes, decodeBase64, encodeBase64, encodeUtf8 } from '../bytes/index.ts'
import { AgeError } from './age-error.ts'
import { defaultHeaderLimits, formatMac, formatUnsignedHeader, type Header, type Stanza } from './header.ts'
import { hkdfExpand, hkdfExtract } from './hkdf-sha256.ts'
import type { AgeIdentity, AgeRecipient } from './keys.ts'
import type { AgePrimitives, Encapsulation } from './primitives.ts'

export const fileKeyBytes = 16
const wrappedBytes = fileKeyBytes + 16
const headerInfo = encodeUtf8('header')
const noSalt = new Uint8Array(0)

/** A complete signed header that wraps the file key for every recipient. */
export const sealHeader = (
  primitives: AgePrimitives,
  fileKey: Uint8Array,
  recipients: readonly AgeRecipient[],
): Uint8Array => {
  refuseUnusable(recipients)
  const unsigned = formatUnsignedHeader(recipients.map((recipient) => wrapFileKey(primitives, fileKey, recipient)))
  return concatBytes(unsigned, formatMac(headerMac(primitives, fileKey, unsigned)))
}

/**
 * The file key of the first stanza that one of the identities opens. The MAC is checked before it is handed out.
 * Throws `age.identity.no-match`, `age.header.malformed` or `age.header.forged`.
 */
export const openHeader = (
  primitives: AgePrimitives,
  header: Header,
  identities: readonly AgeIdentity[],
): Uint8Array => {
  const fileKey = findFileKey(primitives, header, identities)
  const mac = headerMac(primitives, fileKey, header.authenticated)
  if (!primitives.equal(mac, header.mac)) throw new AgeError('age.header.forged')
  return fileKey
}

/** C2SP age: the hybrid kind loses its point when the same file also has a recipient without quantum resistance. */
const refuseUnusable = (recipients: readonly AgeRecipient[]): void => {
  const first = recipients[0]
  if (first === undefined) throw new AgeError('age.recipient.none')
  if (recipients.length > defaultHeaderLimits.maxStanzas) throw new AgeError('age.header.oversized')
  if (recipients.some(({ kind }) => kind.name !== first.kind.name)) throw new AgeError('age.recipient.mixed')
}

const headerMac = (primitives: AgePrimitives, fileKey: Uint8Array, authenticated: Uint8Array): Uint8Array =>
  primitives.hmacSha256(hkdfExpand(primitives, hkdfExtract(primitives, noSalt, fileKey), headerInfo), authenticated)

const wrapFileKey = (primitives: AgePrimitives, fileKey: Uint8Array, { kind, key }: AgeRecipient): Stanza => {
  const agreed = key.encapsulate()
  if (agreed === null) throw new AgeError('age.recipient.invalid')
  const wrap = kind.wrapKey(agreed, key.bytes)
  const body = new Uint8Array(wrappedBytes)
  primitives.aeadKey(wrap.key).sealInto(body, wrap.nonce, fileKey)
  return { args: [kind.name, encodeBase64(agreed.enc)], body }
}

const findFileKey = (primitives: AgePrimitives, header: Header, identities: readonly AgeIdentity[]): Uint8Array => {
  for (const identity of identities) {
    for (const stanza of header.stanzas) {
      if (stanza.args[0] !== identity.kind.name) continue
      const fileKey = unwrapFileKey(primitives, stanza, identity)
      if (fileKey !== null) return fileKey
    }
  }
  throw new AgeError('age.identity.no-match')
}

const unwrapFileKey = (
  primitives: AgePrimitives,
  { args, body }: Stanza,
  { kind, key }: AgeIdentity,
): Uint8Array | null => {
  const enc = decodeBase64(args[1] ?? '')
  const isWellFormed = args.length === 2 && enc?.length === kind.encBytes && body.length === wrappedBytes
  if (!isWellFormed) throw new AgeError('age.header.malformed')
  const sharedSecret = key.decapsulate(enc)
  if (sharedSecret === null) throw new AgeError('age.header.malformed')
  const agreed: Encapsulation = { enc, sharedSecret }
  const wrap = kind.wrapKey(agreed, key.publicKey.bytes)
  return primitives.aeadKey(wrap.key).open(wrap.nonce, body)
}
