import type { Bytes } from './bytes.ts'

/** All parts in order, in a new buffer. */
export const concatBytes = (...parts: readonly Uint8Array[]): Bytes => joinBytes(parts)

/** The same for a list, which may be as long as strangers make it. */
export function joinBytes(parts: readonly Uint8Array[]): Bytes {
  let length = 0
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
