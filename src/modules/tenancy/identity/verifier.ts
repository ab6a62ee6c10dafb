import { createHash, timingSafeEqual } from 'node:crypto'
import { decodeBase64Url } from '../../../lib/bytes/index.ts'
import { identityErrors } from './errors.ts'

const verifierBytes = 32

/** What the server keeps of a derived key or a random token: SHA-256, enough for values with 160 or more random bits. */
export const verifierOf = (secret: Uint8Array): Buffer => createHash('sha256').update(secret).digest()

/** The row whose verifier fits; every row is compared in full, whatever the result. */
export function findVerified<Row extends { readonly verifier: Uint8Array }>(
  rows: readonly Row[],
  secret: Uint8Array,
): Row | undefined {
  const wanted = verifierOf(secret)
  let found: Row | undefined
  for (const row of rows) {
    if (row.verifier.length === verifierBytes && timingSafeEqual(row.verifier, wanted)) found = row
  }
  return found
}

/** Bytes of a value whose spelling the contract has checked; its spare bits are checked here. */
export function decodeWire(text: string, lengths: { readonly min: number; readonly max: number }): Buffer {
  const bytes = decodeBase64Url(text)
  if (bytes === null || bytes.length < lengths.min || bytes.length > lengths.max) throw identityErrors.keysInvalid()
  return Buffer.from(bytes)
}

export const decodeKey = (text: string): Buffer => decodeWire(text, { min: 32, max: 32 })
export const decodeSalt = (text: string): Buffer => decodeWire(text, { min: 16, max: 16 })
/** Version, nonce and tag of the envelope, then at least one byte. */
export const decodeWrapped = (text: string): Buffer => decodeWire(text, { min: 30, max: 8192 })
