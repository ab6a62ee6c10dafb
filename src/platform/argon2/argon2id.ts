import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { argon2Cost, type Argon2Cost, type Argon2id } from '../../lib/split-key/index.ts'

const argon2Async = promisify(argon2)

/** Argon2id (RFC 9106) of node:crypto at another cost than the one in force; for tests and for migrations only. */
export const createArgon2id =
  (cost: Argon2Cost): Argon2id =>
  (password, salt) =>
    argon2Async('argon2id', {
      message: password,
      nonce: salt,
      parallelism: cost.parallelism,
      tagLength: cost.tagBytes,
      memory: cost.memoryKiB,
      passes: cost.passes,
    })

/** Argon2id at `argon2Cost`: 64 MiB and a fifth of a second on a thread of the pool; callers limit how many run at once. */
export const argon2id: Argon2id = createArgon2id(argon2Cost)
