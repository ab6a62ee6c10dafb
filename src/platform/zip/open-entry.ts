import { createCipheriv, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { zipCheckFailure } from './check-failure.ts'
import { slowKey } from './slow-key.ts'
import type { FoundEntry } from './read-directory.ts'

const blocksPerPiece = 4096
const pieceWords = blocksPerPiece * 4
/** Room for what is unpacked, asked for at once: the least that zlib takes, and no more than one step of a large entry. */
const minChunkBytes = 64
const maxChunkBytes = 262_144
/** Most entries are shorter than this. */
const firstCounters = countersFrom(1)

/** The content of an entry, or null if the password is not the one it was encrypted with. */
export function openEntry(entry: FoundEntry, password: string): Buffer | null {
  const keys = unlock(entry, password)
  if (keys === null) return null
  const packed = decrypt(entry.packed.subarray(18, -10), keys.subarray(0, 32))
  if (entry.method === 0) return packed
  if (entry.method !== 8) throw zipCheckFailure('an entry is compressed in an unknown way')
  if (entry.bytes === 0) return packed
  const chunkSize = Math.min(Math.max(entry.bytes, minChunkBytes), maxChunkBytes)
  return inflateRawSync(packed, { maxOutputLength: entry.bytes, chunkSize })
}

function unlock({ packed }: FoundEntry, password: string): Buffer | null {
  if (packed.length < 28) throw zipCheckFailure('an entry is too short')
  const keys = slowKey(password, { salt: packed.subarray(0, 16), rounds: 1000, bytes: 66 })
  if (!timingSafeEqual(keys.subarray(64), packed.subarray(16, 18))) return null
  const code = createHmac('sha1', createSecretKey(keys.subarray(32, 64)))
    .update(packed.subarray(18, -10))
    .digest()
  return timingSafeEqual(code.subarray(0, 10), packed.subarray(-10)) ? keys : null
}

/** Counter mode by hand, as Node's own counts at the other end of the block: the first block is 1, little-endian. */
function decrypt(sealed: Buffer, key: Uint8Array): Buffer {
  const blockCipher = createCipheriv('aes-256-ecb', createSecretKey(key), null)
  const plain = Buffer.allocUnsafeSlow(Math.ceil(sealed.length / 4) * 4)
  plain.set(sealed)
  const words = new Uint32Array(plain.buffer, 0, plain.length / 4)
  for (let start = 0; start < words.length; start += pieceWords) {
    const piece = words.subarray(start, start + pieceWords)
    const counters = start === 0 ? firstCounters : countersFrom(start / 4 + 1)
    const stream = wordsOf(blockCipher.update(counters.subarray(0, Math.ceil(piece.length / 4) * 16)))
    for (let index = 0; index < piece.length; index++) piece[index] = (piece[index] ?? 0) ^ (stream[index] ?? 0)
  }
  return plain.subarray(0, sealed.length)
}

function countersFrom(first: number): Buffer {
  const counters = Buffer.alloc(blocksPerPiece * 16)
  for (let block = 0; block < blocksPerPiece; block++) {
    const count = first + block
    counters.writeUInt32LE(count % 2 ** 32, block * 16)
    counters.writeUInt32LE(Math.floor(count / 2 ** 32), block * 16 + 4)
  }
  return counters
}

function wordsOf(bytes: Buffer): Uint32Array {
  const isAligned = bytes.byteOffset % 4 === 0
  const source = isAligned ? bytes : Uint8Array.from(bytes)
  return new Uint32Array(source.buffer, source.byteOffset, source.length / 4)
}
