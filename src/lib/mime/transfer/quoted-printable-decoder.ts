import { concatBytes } from '../../bytes/index.ts'
import type { TransferDecoder } from './transfer-encoding.ts'

const equals = 0x3d
const lineFeed = 0x0a
const carriageReturn = 0x0d
/** White space behind a sign at the end of a line is looked at this far. */
const maxEscapeBytes = 200

/** Quoted-printable (RFC 2045 section 6.7). A sign that begins no escape stays as it is. */
export class QuotedPrintableDecoder implements TransferDecoder {
  #held = new Uint8Array(0)

  push(bytes: Uint8Array): Uint8Array {
    const input = this.#held.length === 0 ? bytes : concatBytes(this.#held, bytes)
    const end = openEscape(input)
    this.#held = input.slice(end)
    return decodeEscapes(input.subarray(0, end))
  }

  end(): Uint8Array {
    const rest = decodeEscapes(this.#held)
    this.#held = new Uint8Array(0)
    return rest
  }
}

/** Where an escape begins that the rest of the input does not end; the length when there is none. */
function openEscape(bytes: Uint8Array): number {
  const last = bytes.lastIndexOf(equals)
  if (last === -1 || bytes.length - last > maxEscapeBytes) return bytes.length
  const behind = bytes.subarray(last + 1)
  if (behind.includes(lineFeed)) return bytes.length
  const isOpen = behind.length < 2 || behind.every((byte) => isBlank(byte))
  return isOpen ? last : bytes.length
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === carriageReturn

function decodeEscapes(body: Uint8Array): Uint8Array {
  const out = new Uint8Array(body.length)
  let written = 0
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0
    const escaped = byte === equals ? readEscape(body, at) : null
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

function readEscape(body: Uint8Array, at: number): Escape | null {
  const high = hexValue(body[at + 1])
  const low = hexValue(body[at + 2])
  if (high !== -1 && low !== -1) return { length: 3, byte: high * 16 + low }
  // White space that a relay put between the sign and the line end goes as well.
  let end = at + 1
  while (end - at < maxEscapeBytes && (body[end] === 0x20 || body[end] === 0x09)) end += 1
  if (body[end] === carriageReturn && body[end + 1] === lineFeed) return { length: end + 2 - at, byte: null }
  if (body[end] === lineFeed || body[end] === carriageReturn || end === body.length)
    return { length: end + 1 - at, byte: null }
  return null
}

function hexValue(code: number | undefined): number {
  if (code === undefined) return -1
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
