import type { Bytes } from './bytes.ts'

export interface Radix64 {
  /** Text without padding. */
  encode(bytes: Uint8Array): string
  /** `null` for padding, a foreign character, an impossible length or spare bits that are not zero (RFC 4648 section 3.5). */
  decode(text: string): Bytes | null
}

const latin1 = new TextDecoder('latin1')
const invalid = 255

/** The base64 family of RFC 4648 (sections 4 and 5) over one alphabet of 64 ASCII characters, unpadded and strict. */
export const createRadix64 = (alphabet: string): Radix64 => {
  const characters = new TextEncoder().encode(alphabet)
  const values = new Uint8Array(128).fill(invalid)
  characters.forEach((character, value) => (values[character] = value))
  return {
    encode: (bytes) => latin1.decode(encodeWith(characters, bytes)),
    decode: (text) => decodeWith(values, text),
  }
}

const encodeWith = (characters: Uint8Array, bytes: Uint8Array): Uint8Array => {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let at = 0
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    // Writes past the end of a typed array are dropped, which is exactly the missing padding.
    text[at++] = characters[group >>> 18] ?? 0
    text[at++] = characters[(group >>> 12) & 63] ?? 0
    text[at++] = characters[(group >>> 6) & 63] ?? 0
    text[at++] = characters[group & 63] ?? 0
  }
  return text
}

const decodeWith = (values: Uint8Array, text: string): Bytes | null => {
  if (text.length % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let at = 0
  let group = 0
  let bits = 0
  for (let i = 0; i < text.length; i++) {
    const value = values[text.charCodeAt(i)] ?? invalid
    if (value === invalid) return null
    group = ((group << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = group >>> bits
  }
  const spare = group & ((1 << bits) - 1)
  return spare === 0 ? bytes : null
}
