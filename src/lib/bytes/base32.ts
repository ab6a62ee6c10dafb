import type { Bytes } from './bytes.ts'

/** 32 characters a person can read aloud and type: no i, l, o or u. */
export const base32Alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

const valueOf = new Map([...base32Alphabet].map((character, value) => [character, value]))
const misread: Readonly<Record<string, string>> = { o: '0', i: '1', l: '1' }

/** Lower case base32 for secrets that people type; 5 bits a character, the last one filled up with zero bits. */
export const encodeBase32 = (bytes: Uint8Array): string => {
  let text = ''
  let group = 0
  let bits = 0
  for (const byte of bytes) {
    group = ((group << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += base32Alphabet[(group >>> bits) & 31] ?? ''
    }
  }
  return bits === 0 ? text : text + (base32Alphabet[(group << (5 - bits)) & 31] ?? '')
}

/** Cut into groups of four joined by hyphens: `4f7k-m2qa-…`. */
export const groupInFours = (text: string): string => text.match(/.{1,4}/g)?.join('-') ?? ''

/**
 * What a person typed: case, spaces and hyphens do not matter, o is read as 0, i and l as 1.
 * `null` for any other character, an impossible length or spare bits that are set. The caller bounds the length.
 */
export const decodeBase32 = (typed: string): Bytes | null => {
  const text = typed.toLowerCase().replace(/[\s-]/g, '')
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  if (Math.ceil((bytes.length * 8) / 5) !== text.length) return null
  let at = 0
  let group = 0
  let bits = 0
  for (const character of text) {
    const value = valueOf.get(misread[character] ?? character)
    if (value === undefined) return null
    group = ((group << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = group >>> bits
  }
  return (group & ((1 << bits) - 1)) === 0 ? bytes : null
}
