import { encodeUtf8 } from '../../bytes/index.ts'
import { mimeLimits } from '../mime-limits.ts'
import { ByteReader, DamagedTnefError } from './byte-reader.ts'

const compressed = 0x75465a4c
const uncompressed = 0x414c454d
const windowBytes = 4_096
/** What the window holds at the start (MS-OXRTFCP section 2.1.2.1). */
const preset = encodeUtf8(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
)

/** Rich text as Outlook stores it (MS-OXRTFCP). Throws `DamagedTnefError`; never gives more than 16 MiB. */
export function decompressRtf(bytes: Uint8Array): Uint8Array {
  const reader = new ByteReader(bytes)
  reader.uint32()
  const size = reader.uint32()
  const kind = reader.uint32()
  reader.uint32()
  if (size > mimeLimits.maxRtfBytes) throw new DamagedTnefError('too much text')
  if (kind === uncompressed) return reader.take(Math.min(size, reader.left))
  if (kind !== compressed) throw new DamagedTnefError('an unknown compression')
  return decompress(reader, size)
}

/** The last 4,096 bytes, to which references point, and everything that came out. */
class Unpacked {
  readonly #window = new Uint8Array(windowBytes)
  readonly #out: Uint8Array
  #at = preset.length
  #written = 0

  constructor(size: number) {
    this.#window.set(preset)
    this.#out = new Uint8Array(size)
  }

  get at(): number {
    return this.#at
  }

  get isFull(): boolean {
    return this.#written >= this.#out.length
  }

  get bytes(): Uint8Array {
    return this.#out.subarray(0, this.#written)
  }

  put(byte: number): void {
    this.#window[this.#at] = byte
    this.#at = (this.#at + 1) % windowBytes
    if (this.isFull) return
    this.#out[this.#written] = byte
    this.#written += 1
  }

  repeat(from: number, count: number): void {
    for (let index = 0; index < count; index += 1) this.put(this.#window[(from + index) % windowBytes] ?? 0)
  }
}

/** Each control byte says of the eight steps behind it which are a byte and which a reference. */
function decompress(reader: ByteReader, size: number): Uint8Array {
  const unpacked = new Unpacked(size)
  while (!unpacked.isFull && reader.left > 0) {
    const control = reader.uint8()
    for (let bit = 0; bit < 8 && !unpacked.isFull && reader.left > 0; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        unpacked.put(reader.uint8())
        continue
      }
      const reference = (reader.uint8() << 8) | reader.uint8()
      // A reference to where the next byte goes is the end.
      if (reference >> 4 === unpacked.at) return unpacked.bytes
      unpacked.repeat(reference >> 4, (reference & 0x0f) + 2)
    }
  }
  return unpacked.bytes
}
