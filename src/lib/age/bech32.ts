const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const
const checksumLength = 6

const valueOf = new Int8Array(128).fill(-1)
for (let value = 0; value < alphabet.length; value++) valueOf[alphabet.charCodeAt(value)] = value

/** BIP 173 without its limit of 90 characters, as the age format uses it. `prefix` in lower case; the text is lower case. */
export const encodeBech32 = (prefix: string, data: Uint8Array): string => {
  const words = toWords(data)
  const check = checksum(prefix, [...words, 0, 0, 0, 0, 0, 0]) ^ 1
  for (let i = checksumLength - 1; i >= 0; i--) words.push((check >>> (5 * i)) & 31)
  return `${prefix}1${words.map((word) => alphabet[word]).join('')}`
}

/** The bytes behind a text of just this prefix (lower case), written all lower or all upper case; otherwise `null`. */
export const decodeBech32 = (prefix: string, text: string): Uint8Array | null => {
  const lower = text.toLowerCase()
  if (text !== lower && text !== text.toUpperCase()) return null
  if (!lower.startsWith(`${prefix}1`)) return null
  const words: number[] = []
  for (let i = prefix.length + 1; i < lower.length; i++) {
    const value = valueOf[lower.charCodeAt(i)] ?? -1
    if (value < 0) return null
    words.push(value)
  }
  if (words.length < checksumLength || checksum(prefix, words) !== 1) return null
  return fromWords(words.slice(0, -checksumLength))
}

const checksum = (prefix: string, words: readonly number[]): number => {
  let state = 1
  for (let i = 0; i < prefix.length; i++) state = step(state, prefix.charCodeAt(i) >>> 5)
  state = step(state, 0)
  for (let i = 0; i < prefix.length; i++) state = step(state, prefix.charCodeAt(i) & 31)
  for (const word of words) state = step(state, word)
  return state
}

const step = (state: number, value: number): number => {
  const top = state >>> 25
  let next = ((state & 0x1ffffff) << 5) ^ value
  for (let i = 0; i < generators.length; i++) if ((top >>> i) & 1) next ^= generators[i] ?? 0
  return next
}

const toWords = (data: Uint8Array): number[] => {
  const words: number[] = []
  let group = 0
  let bits = 0
  for (const byte of data) {
    group = ((group << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      words.push((group >>> bits) & 31)
    }
  }
  if (bits > 0) words.push((group << (5 - bits)) & 31)
  return words
}

const fromWords = (words: readonly number[]): Uint8Array | null => {
  const data = new Uint8Array(Math.floor((words.length * 5) / 8))
  let at = 0
  let group = 0
  let bits = 0
  for (const word of words) {
    group = ((group << 5) | word) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    data[at++] = group >>> bits
  }
  const isCanonical = bits < 5 && (group & ((1 << bits) - 1)) === 0
  return isCanonical ? data : null
}
