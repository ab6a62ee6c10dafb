import { AgeError, createHeaderEndSearch, defaultHeaderLimits, payloadNonceBytes } from '../../lib/age/index.ts'

/** The beginning of a file once it is complete, and what came after it in the same piece. */
export interface GatheredHeader {
  readonly header: Uint8Array
  readonly nonce: Uint8Array
  readonly rest: Uint8Array
}

/** Collects the header and the payload nonce of a file that arrives in pieces; `null` until both are there. */
export const createHeaderGatherer = () => {
  const findEnd = createHeaderEndSearch()
  let held = Buffer.alloc(4096)
  let heldBytes = 0
  let headerBytes: number | null = null
  return (piece: Uint8Array): GatheredHeader | null => {
    held = withRoom(held, heldBytes, piece.length)
    held.set(piece, heldBytes)
    heldBytes += piece.length
    headerBytes ??= findEnd(held.subarray(0, heldBytes))
    const gatheredBytes = headerBytes ?? heldBytes
    if (gatheredBytes > defaultHeaderLimits.maxHeaderBytes) throw new AgeError('age.header.oversized')
    if (headerBytes === null || heldBytes < headerBytes + payloadNonceBytes) return null
    const payloadAt = headerBytes + payloadNonceBytes
    return {
      header: held.subarray(0, headerBytes),
      nonce: held.subarray(headerBytes, payloadAt),
      rest: held.subarray(payloadAt, heldBytes),
    }
  }
}

/** Doubles, so that a header in tiny pieces is not copied once per piece. */
const withRoom = (held: Buffer<ArrayBuffer>, heldBytes: number, moreBytes: number): Buffer<ArrayBuffer> => {
  if (heldBytes + moreBytes <= held.length) return held
  const roomier = Buffer.alloc(Math.max(2 * held.length, heldBytes + moreBytes))
  roomier.set(held.subarray(0, heldBytes))
  return roomier
}
