import { concatBytes, decodeBase64, encodeBase64, encodeUtf8 } from '../bytes/index.ts'
import { AgeError } from './age-error.ts'
import { defaultHeaderLimits, formatMac, formatUnsignedHeader, type Header, type Stanza } from './header.ts'
import { hkdfExpand, hkdfExtract } from './hkdf-sha256.ts'
import type { AgeIdentity, AgeRecipient, KnownFileKey } from './keys.ts'
import type { AgePrimitives, Encapsulation } from './primitives.ts'
import type { AgreedKeys, RecipientKind } from './recipient-kind.ts'

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
  const stanzas = recipients.map((recipient) => wrapFileKey(primitives, fileKey, agreeWith(recipient)))
  return signHeader(primitives, fileKey, stanzas)
}

/** A header for one recipient, and what its encapsulation gives beside the file key. */
export interface ExportingHeader {
  readonly header: Uint8Array
  /** Public: with it the recipient's identity makes the exported keys again. */
  readonly enc: Uint8Array
  /** RFC 9180 section 5.3: a key that only the recipient's identity makes again, not who knows the file key. */
  exportKey(context: Uint8Array): Uint8Array
}

/** As `sealHeader`, for one recipient of the hybrid kind. Throws `age.recipient.invalid` for one of another kind. */
export const sealExportingHeader = (
  primitives: AgePrimitives,
  fileKey: Uint8Array,
  recipient: AgeRecipient,
): ExportingHeader => {
  const agreement = agreeWith(recipient)
  const { exportKey } = agreement.keys
  if (exportKey === null) throw new AgeError('age.recipient.invalid')
  const header = signHeader(primitives, fileKey, [wrapFileKey(primitives, fileKey, agreement)])
  return { header, enc: agreement.enc, exportKey }
}

const signHeader = (primitives: AgePrimitives, fileKey: Uint8Array, stanzas: readonly Stanza[]): Uint8Array => {
  const unsigned = formatUnsignedHeader(stanzas)
  return concatBytes(unsigned, formatMac(headerMac(primitives, fileKey, unsigned)))
}

/**
 * The file key of the first stanza that one of the identities opens, or the known one that the header was made with. The
 * MAC is checked before it is handed out. Throws `age.identity.no-match`, `age.header.malformed` or `age.header.forged`.
 */
export const openHeader = (
  primitives: AgePrimitives,
  header: Header,
  identities: readonly (AgeIdentity | KnownFileKey)[],
): Uint8Array => {
  const isMadeWith = (fileKey: Uint8Array) =>
    primitives.equal(headerMac(primitives, fileKey, header.authenticated), header.mac)
  const known = identities.flatMap((identity) => ('fileKey' in identity ? [identity.fileKey] : [])).find(isMadeWith)
  if (known !== undefined) return known
  const pairs = identities.filter((identity): identity is AgeIdentity => !('fileKey' in identity))
  const fileKey = findFileKey(primitives, header, pairs)
  if (!isMadeWith(fileKey)) throw new AgeError('age.header.forged')
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

interface Agreement {
  readonly kind: RecipientKind
  readonly enc: Uint8Array
  readonly keys: AgreedKeys
}

const agreeWith = ({ kind, key }: AgeRecipient): Agreement => {
  const agreed = key.encapsulate()
  if (agreed === null) throw new AgeError('age.recipient.invalid')
  return { kind, enc: agreed.enc, keys: kind.wrapKey(agreed, key.bytes) }
}

/** Once for each agreement: a second file key under the same key and nonce would give both away. */
const wrapFileKey = (primitives: AgePrimitives, fileKey: Uint8Array, { kind, enc, keys }: Agreement): Stanza => {
  const body = new Uint8Array(wrappedBytes)
  primitives.aeadKey(keys.key).sealInto(body, keys.nonce, fileKey)
  return { args: [kind.name, encodeBase64(enc)], body }
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
