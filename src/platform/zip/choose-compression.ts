import { constants, deflateRawSync, type ZlibOptions } from 'node:zlib'

/** Below this, and for what hardly shrinks, deflate costs more than it saves. */
const minBytes = 64
const tryBytes = 32_768
const sampleBytes = 2_048
const largeSampleBytes = 16_384
const minGain = 0.05
/** What is packed or encrypted already uses all 256 bytes alike: from 1 kB on it shows more than this of the 8 bits. */
const packedBits = 7.75
/** Base64 of packed data shrinks to three quarters because it uses 64 of 256 signs, and repeats nothing worth a search. */
const lettersOnly: ZlibOptions = { level: 1, strategy: constants.Z_HUFFMAN_ONLY }
const usual: ZlibOptions = { level: 3 }
const largeBytes = 1024 * 1024

/**
 * How to deflate what begins with `head` (and has `totalBytes`, or null if nobody knows), or null where it does not pay.
 * Looks at samples from the start, the middle and the end of the given bytes.
 */
export function chooseCompression(head: Uint8Array, totalBytes: number | null): ZlibOptions | null {
  if (head.length < minBytes) return null
  const sample = sampleOf(head)
  const bits = bitsPerByte(sample)
  if (totalBytes !== null && totalBytes <= tryBytes && bits > packedBits) return null
  // Otherwise trying costs no more than looking.
  if (totalBytes !== null && totalBytes <= tryBytes) return usual
  const searched = deflateRawSync(sample, { level: 1 }).length
  const counted = (bits / 8) * sample.length
  const best = Math.min(searched, counted)
  if (best > sample.length * (1 - minGain)) return null
  if (searched > counted * (1 - minGain)) return lettersOnly
  return usual
}

function sampleOf(bytes: Uint8Array): Uint8Array {
  const each = bytes.length > largeBytes ? largeSampleBytes : sampleBytes
  if (bytes.length <= 3 * each) return bytes
  const middle = Math.floor(bytes.length / 2)
  return Buffer.concat([
    bytes.subarray(0, each),
    bytes.subarray(middle, middle + each),
    bytes.subarray(bytes.length - each),
  ])
}

/** What counting bytes alone makes of each (their entropy). */
function bitsPerByte(sample: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1
  let bits = 0
  for (const count of counts) if (count > 0) bits -= count * Math.log2(count / sample.length)
  return bits / sample.length
}
