import {
  AgeError,
  createHeaderEndSearch,
  defaultHeaderLimits,
  openHeader,
  openPayloadInto,
  parseHeader,
  payloadKey,
  payloadNonceBytes,
  plainLength,
} from '../../lib/age/index.ts'
import { openIdentities, type IdentityInput } from './identity.ts'
import { nativePrimitives } from './native-primitives.ts'

/** The content of a whole age file; throws `AgeError` and gives nothing at all unless every byte is authentic. */
export const decryptBytes = (file: Uint8Array, identities: readonly IdentityInput[]): Uint8Array => {
  const headerBytes = findHeader(file)
  const header = parseHeader(file.subarray(0, headerBytes))
  const fileKey = openHeader(nativePrimitives, header, openIdentities(identities))
  const payloadAt = headerBytes + payloadNonceBytes
  if (file.length < payloadAt) throw new AgeError('age.header.malformed')
  const key = payloadKey(nativePrimitives, fileKey, file.subarray(headerBytes, payloadAt))
  const sealed = file.subarray(payloadAt)
  const plain = Buffer.allocUnsafe(plainLength(sealed.length))
  openPayloadInto(plain, key, sealed)
  return plain
}

const findHeader = (file: Uint8Array): number => {
  const start = file.subarray(0, defaultHeaderLimits.maxHeaderBytes)
  const end = createHeaderEndSearch()(start)
  if (end !== null) return end
  throw new AgeError(start.length < file.length ? 'age.header.oversized' : 'age.header.malformed')
}
