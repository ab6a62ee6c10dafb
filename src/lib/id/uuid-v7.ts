import type { Identifier } from './identifiers.ts'

const randomBytes = 10
/** Filled in one go, because each call for randomness costs more than the identifier. Identifiers are no secrets. */
const pool = new Uint8Array(randomBytes * 400)
let used = pool.length

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hexOf = (byte: number | undefined): string => hex[byte ?? 0] ?? ''

/**
 * A UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then random bits.
 * Identifiers sort by creation time; they are names, never secrets. Whoever draws one says of what.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the kind is the caller's to say
export function uuidV7<Id extends Identifier>(nowMs: number): Id {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const [a, b, c, d, ...last] = pool.subarray(used, (used += randomBytes))
  const time = nowMs.toString(16).padStart(12, '0')
  const version = hexOf(0x70 | ((a ?? 0) & 0x0f))
  const variant = hexOf(0x80 | ((c ?? 0) & 0x3f))
  const drawn = `${time.slice(0, 8)}-${time.slice(8)}-${version}${hexOf(b)}-${variant}${hexOf(d)}-${last.map(hexOf).join('')}`
  // oxlint-disable-next-line typescript/consistent-type-assertions -- constructor: what was drawn this moment names nothing else
  return drawn as Id
}
