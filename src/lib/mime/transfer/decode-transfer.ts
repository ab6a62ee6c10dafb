import { concatBytes } from '../../bytes/index.ts'
import { Base64Decoder } from './base64-decoder.ts'
import { QuotedPrintableDecoder } from './quoted-printable-decoder.ts'
import type { TransferDecoder, TransferEncoding } from './transfer-encoding.ts'
import { UuencodeDecoder } from './uuencode-decoder.ts'

/** For bodies of any size, piece by piece. */
export function createTransferDecoder(encoding: TransferEncoding): TransferDecoder {
  switch (encoding) {
    case 'base64':
      return new Base64Decoder()
    case 'quoted-printable':
      return new QuotedPrintableDecoder()
    case 'uuencode':
      return new UuencodeDecoder()
    case 'identity':
      return { push: (bytes) => bytes, end: () => new Uint8Array(0) }
  }
}

/** A whole body. Damaged input yields what can be read; never throws. */
export const decodeTransfer = (body: Uint8Array, encoding: TransferEncoding): Uint8Array =>
  encoding === 'identity' ? body : decodeWhole(body, createTransferDecoder(encoding))

export interface DecodedText {
  readonly bytes: Uint8Array
  /** What others wrote in front of and behind encoded text, which is none; empty when there is nothing. */
  readonly preface: Uint8Array
  readonly footer: Uint8Array
}

const nothing = new Uint8Array(0)

/** A whole body of text, with what stands around the encoded part of it. */
export function decodeTextBody(body: Uint8Array, encoding: TransferEncoding): DecodedText {
  if (encoding !== 'base64') return { bytes: decodeTransfer(body, encoding), preface: nothing, footer: nothing }
  const decoder = new Base64Decoder({ mayHavePreface: true })
  return { bytes: decodeWhole(body, decoder), preface: decoder.preface, footer: decoder.tail }
}

function decodeWhole(body: Uint8Array, decoder: TransferDecoder): Uint8Array {
  const whole = decoder.push(body)
  const rest = decoder.end()
  return rest.length === 0 ? whole : concatBytes(whole, rest)
}
