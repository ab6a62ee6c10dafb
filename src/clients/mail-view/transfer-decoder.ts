import { encodeUtf8 } from '../../lib/bytes/index.ts'
import type { TransferEncoding } from './part-header.ts'

/** Undoes a content transfer encoding (RFC 2045 section 6) chunk by chunk; damaged input yields what can be read. */
export function createTransferDecoder(encoding: TransferEncoding): TransformStream<Uint8Array, Uint8Array> {
  switch (encoding) {
    case 'base64':
      return transformOf(new Base64Decoder())
    case 'quoted-printable':
      return transformOf(new QuotedPrintableDecoder())
    case 'identity':
      return new TransformStream()
  }
}

interface Decoder {
  push(chunk: Uint8Array): Uint8Array
  end(): Uint8Array
}

const transformOf = (decoder: Decoder): TransformStream<Uint8Array, Uint8Array> =>
  new TransformStream({
    transform: (chunk, controller) => controller.enqueue(decoder.push(chunk)),
    flush: (controller) => controller.enqueue(decoder.end()),
  })

const alphabet = encodeUtf8('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
const notInAlphabet = 255
const values = new Uint8Array(256).fill(notInAlphabet)
alphabet.forEach((code, value) => (values[code] = value))

/** Characters outside the alphabet are ignored (RFC 2045 section 6.8). */
class Base64Decoder implements Decoder {
  #bits = 0
  #bitCount = 0

  push(chunk: Uint8Array): Uint8Array {
    const out = new Uint8Array(Math.ceil((chunk.length * 3) / 4) + 1)
    let written = 0
    for (const code of chunk) {
      const value = values[code] ?? notInAlphabet
      if (value === notInAlphabet) continue
      this.#bits = ((this.#bits << 6) | value) & 0xffff
      this.#bitCount += 6
      if (this.#bitCount < 8) continue
      this.#bitCount -= 8
      out[written] = (this.#bits >> this.#bitCount) & 0xff
      written += 1
    }
    return out.subarray(0, written)
  }

  end(): Uint8Array {
    return new Uint8Array(0)
  }
}

const equals = 0x3d
const lineFeed = 0x0a

class QuotedPrintableDecoder implements Decoder {
  #held = new Uint8Array(0)

  push(chunk: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(this.#held.length + chunk.length)
    bytes.set(this.#held)
    bytes.set(chunk, this.#held.length)
    // An escape takes up to three bytes, "=\r\n" or "=XX": a beginning of one waits for the rest.
    const lastEquals = bytes.lastIndexOf(equals)
    const end = lastEquals >= 0 && lastEquals >= bytes.length - 2 ? lastEquals : bytes.length
    this.#held = bytes.slice(end)
    return decodeEscapes(bytes.subarray(0, end))
  }

  end(): Uint8Array {
    return decodeEscapes(this.#held)
  }
}

function decodeEscapes(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let written = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const escape = bytes[at] === equals ? readEscape(bytes, at) : undefined
    at += (escape?.length ?? 1) - 1
    const byte = escape === undefined ? bytes[at] : escape.byte
    if (byte === undefined) continue
    out[written] = byte
    written += 1
  }
  return out.subarray(0, written)
}

interface Escape {
  readonly length: number
  /** Undefined for a soft line break. */
  readonly byte: number | undefined
}

function readEscape(bytes: Uint8Array, at: number): Escape | undefined {
  if (bytes[at + 1] === lineFeed) return { length: 2, byte: undefined }
  const text = String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)
  if (text === '\r\n') return { length: 3, byte: undefined }
  return /^[0-9a-f]{2}$/i.test(text) ? { length: 3, byte: Number.parseInt(text, 16) } : undefined
}
