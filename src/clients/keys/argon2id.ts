import { argon2id as hashWasmArgon2id } from 'hash-wasm'
import { argon2Cost, type Argon2Cost, type Argon2id } from '../../lib/split-key/index.ts'

/** Argon2id (RFC 9106) in WebAssembly at another cost than the one in force; for tests and for migrations only. */
export const createArgon2id =
  (cost: Argon2Cost): Argon2id =>
  (password, salt) =>
    hashWasmArgon2id({
      password,
      salt,
      parallelism: cost.parallelism,
      iterations: cost.passes,
      memorySize: cost.memoryKiB,
      hashLength: cost.tagBytes,
      outputType: 'binary',
    })

/**
 * Argon2id at `argon2Cost` for browsers. It computes for up to a second without a pause: run it in a Web Worker, which
 * works because it needs no DOM. The content security policy needs 'wasm-unsafe-eval'.
 */
export const argon2id: Argon2id = createArgon2id(argon2Cost)
