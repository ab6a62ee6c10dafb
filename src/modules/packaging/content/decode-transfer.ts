export type TransferEncoding = 'base64' | 'quoted-printable' | 'uuencode' | 'identity'

export function transferEncodingOf(value: string): TransferEncoding {
  const word = /[a-z0-9-]+/i.exec(value)?.[0].toLowerCase() ?? ''
  if (word === 'base64' || word === 'quoted-printable') return word
  return /^(?:x-)?uue?n?code$/.test(word) ? 'uuencode' : 'identity'
}

/** Undoes a content transfer encoding (RFC 2045 section 6). Damaged input yields what can be read; never throws. */
export function decodeTransfer(body: Buffer, encoding: TransferEncoding): Uint8Array {
  switch (encoding) {
    case 'base64':
      return decodeBase64(body)
    case 'quoted-printable':
      return decodeQuotedPrintable(body)
    case 'uuencode':
      return decodeUuencode(body)
    case 'identity':
      return body
  }
}

const pad = 0x3d

/**
 * Node's decoder passes over foreign characters but ends at the first `=`: pieces that were encoded apart and put
 * together, as some list programs do, are decoded one after the other.
 */
function decodeBase64(body: Buffer): Uint8Array {
  const first = body.indexOf(pad)
  const isWhole =
    first === -1 || !/[A-Za-z0-9+/]/.test(body.toString('latin1', first, Math.min(body.length, first + 400)))
  if (isWhole) return Buffer.from(body.toString('latin1'), 'base64')
  return Buffer.concat(
    body
      .toString('latin1')
      .split(/=+/)
      .map((piece) => Buffer.from(piece, 'base64')),
  )
}

const lineFeed = 0x0a
const carriageReturn = 0x0d

function decodeQuotedPrintable(body: Buffer): Uint8Array {
  const out = Buffer.allocUnsafe(body.length)
  let written = 0
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0
    const escaped = byte === pad ? readEscape(body, at) : null
    if (escaped === null) {
      out[written] = byte
      written += 1
      continue
    }
    at += escaped.length - 1
    if (escaped.byte === null) continue
    out[written] = escaped.byte
    written += 1
  }
  return out.subarray(0, written)
}

interface Escape {
  readonly length: number
  /** Null for a soft line break. */
  readonly byte: number | null
}

function readEscape(body: Buffer, at: number): Escape | null {
  const high = hexValue(body[at + 1])
  const low = hexValue(body[at + 2])
  if (high !== -1 && low !== -1) return { length: 3, byte: high * 16 + low }
  // White space that a relay put between the sign and the line end goes as well.
  let end = at + 1
  while (body[end] === 0x20 || body[end] === 0x09) end += 1
  if (body[end] === carriageReturn && body[end + 1] === lineFeed) return { length: end + 2 - at, byte: null }
  if (body[end] === lineFeed || end === body.length) return { length: end + 1 - at, byte: null }
  return null
}

function hexValue(code: number | undefined): number {
  if (code === undefined) return -1
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/** Lines between `begin` and `end`, the first character of each saying how many bytes it holds. */
function decodeUuencode(body: Buffer): Uint8Array {
  const pieces: Buffer[] = []
  for (const line of body.toString('latin1').split(/\r?\n/)) {
    if (line === '' || line.startsWith('begin ') || line === 'end') continue
    const length = (line.charCodeAt(0) - 0x20) & 0x3f
    const bytes = Buffer.alloc(Math.ceil(length / 3) * 3)
    for (let group = 0; group * 3 < length; group += 1) {
      const [a, b, c, d] = [1, 2, 3, 4].map((offset) => ((line.charCodeAt(group * 4 + offset) || 0x20) - 0x20) & 0x3f)
      bytes.writeUIntBE(((a ?? 0) << 18) | ((b ?? 0) << 12) | ((c ?? 0) << 6) | (d ?? 0), group * 3, 3)
    }
    pieces.push(bytes.subarray(0, length))
  }
  return Buffer.concat(pieces)
}
