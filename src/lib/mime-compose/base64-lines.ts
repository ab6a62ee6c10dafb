import { concatBytes, encodeBase64, encodeUtf8, type Bytes } from '../bytes/index.ts'

const lineBytes = 57

/** Base64 in lines of 76 characters (RFC 2045 section 6.8), chunk by chunk. Call `end` once, after the last chunk. */
export class Base64Lines {
  #held: Bytes = new Uint8Array(0)

  push(chunk: Uint8Array): Bytes {
    const bytes = concatBytes(this.#held, chunk)
    const whole = bytes.length - (bytes.length % lineBytes)
    this.#held = bytes.slice(whole)
    return encodeLines(bytes.subarray(0, whole))
  }

  end(): Bytes {
    const rest = this.#held
    this.#held = new Uint8Array(0)
    return encodeLines(rest)
  }
}

function encodeLines(bytes: Uint8Array): Bytes {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += lineBytes) lines.push(encodeBase64(bytes.subarray(at, at + lineBytes)))
  return encodeUtf8(lines.map((line) => `${line}\r\n`).join(''))
}
