import { concatBytes, joinBytes } from '../../bytes/index.ts'
import type { TransferDecoder } from './transfer-encoding.ts'

const lineFeed = 0x0a
const maxLineBytes = 4_096

/** Lines between `begin` and `end`, the first character of each saying how many bytes it holds (POSIX uuencode). */
export class UuencodeDecoder implements TransferDecoder {
  #held = new Uint8Array(0)
  #isEnded = false

  push(bytes: Uint8Array): Uint8Array {
    const input = this.#held.length === 0 ? bytes : concatBytes(this.#held, bytes)
    const pieces: Uint8Array[] = []
    let at = 0
    for (let feed = input.indexOf(lineFeed); feed !== -1; feed = input.indexOf(lineFeed, at)) {
      pieces.push(this.#line(input.subarray(at, feed)))
      at = feed + 1
    }
    this.#held = input.slice(at, at + maxLineBytes)
    return joinBytes(pieces)
  }

  end(): Uint8Array {
    const rest = this.#line(this.#held)
    this.#held = new Uint8Array(0)
    return rest
  }

  #line(raw: Uint8Array): Uint8Array {
    const line = raw.at(-1) === 0x0d ? raw.subarray(0, -1) : raw
    const none = line.subarray(0, 0)
    if (this.#isEnded || line.length === 0 || startsWith(line, 'begin ')) return none
    if (line.length === 3 && startsWith(line, 'end')) {
      this.#isEnded = true
      return none
    }
    return decodeLine(line)
  }
}

const startsWith = (line: Uint8Array, text: string): boolean =>
  line.length >= text.length && [...text].every((character, index) => line[index] === character.charCodeAt(0))

function decodeLine(line: Uint8Array): Uint8Array {
  const length = ((line[0] ?? 0x20) - 0x20) & 0x3f
  const out = new Uint8Array(Math.ceil(length / 3) * 3)
  for (let group = 0; group * 3 < length; group += 1) {
    const [a = 0, b = 0, c = 0, d = 0] = [1, 2, 3, 4].map(
      (offset) => ((line[group * 4 + offset] ?? 0x20) - 0x20) & 0x3f,
    )
    out.set([(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d], group * 3)
  }
  return out.subarray(0, length)
}
