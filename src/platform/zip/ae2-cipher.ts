/**
 * WinZip AES, vendor version AE-2 with 256 bits: keys by PBKDF2-HMAC-SHA1 with 1,000 rounds, AES in counter mode with a
 * little-endian counter that starts at 1, and the first ten bytes of HMAC-SHA1 over what was encrypted.
 */
import { createCipheriv, createHmac, createSecretKey, type Cipheriv, type Hmac } from 'node:crypto'
import { slowKey } from './slow-key.ts'

export const saltBytes = 16
export const verifierBytes = 2
export const macBytes = 10
/** What encryption adds to the (compressed) bytes of an entry. */
export const ae2Overhead = saltBytes + verifierBytes + macBytes

const keyBytes = 32
const rounds = 1000
const blockBytes = 16
const stepBytes = 65_536
const twoTo32 = 2 ** 32

export interface Ae2Keys {
  readonly aesKey: Buffer
  readonly macKey: Buffer
  /** Tells most wrong passwords at once: one in 65,536 passes. */
  readonly verifier: Buffer
}

/** The keys of one entry. A salt must never serve twice under one password: the key stream would repeat. */
export function deriveKeys(password: string, salt: Uint8Array): Ae2Keys {
  const derived = slowKey(password, { salt, rounds, bytes: 2 * keyBytes + verifierBytes })
  return {
    aesKey: derived.subarray(0, keyBytes),
    macKey: derived.subarray(keyBytes, 2 * keyBytes),
    verifier: derived.subarray(2 * keyBytes),
  }
}

/** Encrypts the bytes of one entry piece by piece, and then gives their code. */
export class Ae2Encryption {
  readonly #ecb: Cipheriv
  readonly #mac: Hmac
  readonly #counters = new Uint32Array(stepBytes / 4)
  #blocks = 0
  #rest: Buffer = Buffer.alloc(0)

  constructor(keys: Ae2Keys) {
    // Handed over as key objects: with plain bytes Node spends ten times as long on looking at its arguments.
    this.#ecb = createCipheriv('aes-256-ecb', createSecretKey(keys.aesKey), null)
    this.#mac = createHmac('sha1', createSecretKey(keys.macKey))
  }

  update(plain: Uint8Array): Buffer {
    const out = Buffer.allocUnsafeSlow(plain.length)
    out.set(plain)
    let done = this.#useRest(out)
    while (done < out.length) {
      const bytes = Math.min(out.length - done, stepBytes)
      const stream = this.#keyStream(Math.ceil(bytes / blockBytes))
      xorInto(out.subarray(done, done + bytes), stream)
      this.#rest = stream.subarray(bytes)
      done += bytes
    }
    this.#mac.update(out)
    return out
  }

  /** The authentication code; nothing may follow. */
  finish(): Buffer {
    return this.#mac.digest().subarray(0, macBytes)
  }

  #useRest(out: Buffer): number {
    const bytes = Math.min(this.#rest.length, out.length)
    if (bytes === 0) return 0
    xorInto(out.subarray(0, bytes), this.#rest)
    this.#rest = this.#rest.subarray(bytes)
    return bytes
  }

  #keyStream(blocks: number): Buffer {
    for (let index = 0; index < blocks; index++) {
      this.#blocks++
      this.#counters[index * 4] = this.#blocks % twoTo32
      this.#counters[index * 4 + 1] = Math.floor(this.#blocks / twoTo32)
    }
    return this.#ecb.update(Buffer.from(this.#counters.buffer, 0, blocks * blockBytes))
  }
}

function xorInto(target: Uint8Array, stream: Uint8Array): void {
  const isAligned = target.byteOffset % 4 === 0 && stream.byteOffset % 4 === 0
  const words = isAligned ? Math.floor(target.length / 4) : 0
  const left = new Uint32Array(target.buffer, isAligned ? target.byteOffset : 0, words)
  const right = new Uint32Array(stream.buffer, isAligned ? stream.byteOffset : 0, words)
  for (let index = 0; index < words; index++) left[index] = (left[index] ?? 0) ^ (right[index] ?? 0)
  for (let index = words * 4; index < target.length; index++) {
    target[index] = (target[index] ?? 0) ^ (stream[index] ?? 0)
  }
}
