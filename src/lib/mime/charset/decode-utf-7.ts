const plus = 0x2b
const minus = 0x2d
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const values = new Map([...alphabet].map((character, value) => [character.charCodeAt(0), value]))

/**
 * UTF-7 (RFC 2152): runs of base64 between `+` and `-` hold UTF-16, `+-` is a plus sign, and so is one that begins no run.
 * Null when bytes have an eighth bit: then it is something else.
 */
export function decodeUtf7(bytes: Uint8Array): string | null {
  if (bytes.some((byte) => byte > 0x7f)) return null
  const out: string[] = []
  const ascii = new TextDecoder()
  for (let at = 0; at < bytes.length;) {
    const shift = bytes.indexOf(plus, at)
    out.push(ascii.decode(bytes.subarray(at, shift === -1 ? bytes.length : shift)))
    if (shift === -1) break
    const run = readRun(bytes, shift + 1)
    out.push(run?.text ?? '+')
    at = run?.next ?? shift + 1
  }
  return out.join('')
}

function readRun(bytes: Uint8Array, from: number): { readonly text: string; readonly next: number } | null {
  if (bytes[from] === minus) return { text: '+', next: from + 1 }
  const units: number[] = []
  let bits = 0
  let count = 0
  let at = from
  for (let value = values.get(bytes[at] ?? 0); value !== undefined; value = values.get(bytes[at] ?? 0)) {
    bits = ((bits << 6) | value) & 0x3fffff
    count += 6
    at += 1
    if (count < 16) continue
    count -= 16
    units.push((bits >> count) & 0xffff)
  }
  // Nothing but padding may be left: a plus sign that begins no run belongs to another charset.
  const isWhole = units.length > 0 && count < 6 && (bits & ((1 << count) - 1)) === 0
  if (!isWhole) return null
  return { text: textOfUnits(units), next: bytes[at] === minus ? at + 1 : at }
}

/** In pieces, because a function takes only so many arguments. */
function textOfUnits(units: readonly number[]): string {
  const pieces: string[] = []
  for (let at = 0; at < units.length; at += 4_096) pieces.push(String.fromCharCode(...units.slice(at, at + 4_096)))
  return pieces.join('').toWellFormed()
}
