import { constants, deflateRawSync, type ZlibOptions } from 'node:zlib'

/** Below this, and for what hardly shrinks, deflate costs more than it saves. */
const minBytes = 64
const sampleBytes = 16_384
const minGain = 0.05
/** Base64 of packed data shrinks to three quarters because it uses 64 of 256 signs, and repeats nothing worth a search. */
const lettersOnly: ZlibOptions = { level: 1, strategy: constants.Z_HUFFMAN_ONLY }
const usual: ZlibOptions = { level: 6 }
const large: ZlibOptions = { level: 3 }
const largeBytes = 1024 * 1024

/**
 * How to deflate what begins with `head` (and has `totalBytes`, or null if nobody knows), or null where it does not pay.
 * Looks at samples from the start, the middle and the end of the given bytes.
 */
export function chooseCompression(head: Uint8Array, totalBytes: number | null): ZlibOptions | null {
  if (head.length < minBytes) return null
  // Trying costs no more than looking.
  if (totalBytes !== null && totalBytes <= sampleBytes) return usual
  const sample = sampleOf(head)
  const searched = deflateRawSync(sample, { level: 1 }).length
  const counted = deflateRawSync(sample, lettersOnly).length
  const best = Math.min(searched, counted)
  if (best > sample.length * (1 - minGain)) return null
  if (searched > counted * (1 - minGain)) return lettersOnly
  return totalBytes !== null && totalBytes <= largeBytes ? usual : large
}

function sampleOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= 3 * sampleBytes) return bytes.subarray(0, sampleBytes)
  const middle = Math.floor(bytes.length / 2)
  return Buffer.concat([
    bytes.subarray(0, sampleBytes),
    bytes.subarray(middle, middle + sampleBytes),
    bytes.subarray(bytes.length - sampleBytes),
  ])
}
