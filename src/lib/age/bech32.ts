const alphabet = new TextEncoder().encode('qpzry9x8gf2tvdw0s3jn54khce6mua7l')
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const checksumLength = 6
const invalid = 255
const ascii = new TextDecoder()
const visibleAscii = /^[\x21-\x7e]+$/

const valueOf = new Uint8Array(128).fill(invalid)
alphabet.forEach((character, value) => (valueOf[character] = value))

/** What the five bits that leave the state on the left do to the rest of it: BIP 173's generators, combined in advance. */
const feedback = Int32Array.from({ length: 32 }, (_, top) =>
  generators.reduce((sum, generator, bit) => ((top >>> bit) & 1 ? sum ^ generator : sum), 0),
)

/** BIP 173 without its limit of 90 characters, as the age format uses it. `prefix` in lower case; the text is lower case. */
export const encodeBech32 = (prefix: string, data: Uint8Array): string => {
  const dataLength = Math.ceil((data.length * 8) / 5)
  const words = new Uint8Array(dataLength + checksumLength)
  regroup(data, 8, { target: words, targetBits: 5 })
  const check = checksum(prefix, words) ^ 1
  for (let i = 0; i < checksumLength; i++) words[dataLength + i] = (check >>> (5 * (checksumLength - 1 - i))) & 31
  return `${prefix}1${ascii.decode(words.map((word) => alphabet[word] ?? 0))}`
}

/** The bytes behind a text of just this prefix (lower case), written all lower or all upper case; otherwise `null`. */
export const decodeBech32 = (prefix: string, text: string): Uint8Array | null => {
  // Beyond ASCII there are characters that lower-casing turns into letters, such as the Kelvin sign.
  if (!visibleAscii.test(text)) return null
  const lower = text.toLowerCase()
  if (text !== lower && text !== text.toUpperCase()) return null
  const dataLength = lower.length - prefix.length - 1 - checksumLength
  if (dataLength < 0 || !lower.startsWith(`${prefix}1`)) return null
  const words = new Uint8Array(dataLength + checksumLength)
  for (let i = 0; i < words.length; i++) {
    const value = valueOf[lower.charCodeAt(prefix.length + 1 + i)] ?? invalid
    if (value === invalid) return null
    words[i] = value
  }
  if (checksum(prefix, words) !== 1) return null
  const data = new Uint8Array(Math.floor((dataLength * 5) / 8))
  const spare = regroup(words.subarray(0, dataLength), 5, { target: data, targetBits: 8 })
  const isCanonical = dataLength === Math.ceil((data.length * 8) / 5) && spare === 0
  return isCanonical ? data : null
}

const checksum = (prefix: string, words: Uint8Array): number => {
  let state = 1
  for (let i = 0; i < prefix.length; i++) state = step(state, prefix.charCodeAt(i) >>> 5)
  state = step(state, 0)
  for (let i = 0; i < prefix.length; i++) state = step(state, prefix.charCodeAt(i) & 31)
  for (const word of words) state = step(state, word)
  return state
}

const step = (state: number, value: number): number =>
  ((state & 0x1ffffff) << 5) ^ value ^ (feedback[state >>> 25] ?? 0)

interface Regrouped {
  readonly target: Uint8Array
  readonly targetBits: number
}

/** Cuts a row of bits into groups of another size; an incomplete last group is filled up with zeros where there is room. */
const regroup = (source: Uint8Array, sourceBits: number, { target, targetBits }: Regrouped): number => {
  const mask = (1 << targetBits) - 1
  let at = 0
  let group = 0
  let bits = 0
  for (const value of source) {
    group = ((group << sourceBits) | value) & 0xffff
    bits += sourceBits
    while (bits >= targetBits) {
      bits -= targetBits
      target[at++] = (group >>> bits) & mask
    }
  }
  const spare = group & ((1 << bits) - 1)
  if (targetBits < sourceBits && bits > 0) target[at] = spare << (targetBits - bits)
  return spare
}
