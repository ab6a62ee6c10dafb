import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { AppError } from '../../contract/errors/app-error.ts'
import type { Clock } from '../clock/clock.ts'
import type { Tx } from '../database/database.ts'
import type { TransitKey } from '../transit/transit-key.ts'
import { referenceBytes, type ShredStore } from './shred-store.ts'
import { createTxKeys, type TxKeyDeps } from './tx-keys.ts'

/** Seals with a key that can be destroyed; `context` names table and row, as with the transit key. */
export interface Sealer {
  seal(plain: Uint8Array, context: string): Buffer
}

/**
 * Short-lived secrets in rows: it takes the server's secret and a key of the shred store to open them, and the end of the
 * key is the end of the secret, whatever PostgreSQL keeps of the row in its pages and its log.
 */
export interface Shred {
  /** A new key for what ends together. It is durable before the transaction commits, and gone when it is rolled back. */
  take(tx: Tx): Sealer
  /**
   * Also opens what version 0.1.0 sealed under the transit key alone. AppError `shred.gone` when the key was destroyed or
   * lost, `transit.damaged` for a foreign secret, another context or a changed byte.
   */
  open(sealed: Uint8Array, context: string): Promise<Buffer>
  /** Whether the key of a sealed value still exists. */
  holds(sealed: Uint8Array): Promise<boolean>
  /** Destroys the keys of these values as soon as the transaction has committed. */
  end(tx: Tx, sealed: readonly (Uint8Array | null)[]): void
}

/** The first byte of what is sealed under a key of the store; the transit key alone writes another one. */
export const shredVersion = 3
const nonceBytes = 12
const tagBytes = 16
const headBytes = 1 + referenceBytes

/** The reference in a sealed value; null for one that is under the transit key alone. */
export function referenceIn(sealed: Uint8Array): Buffer | null {
  if (sealed[0] !== shredVersion || sealed.length < headBytes + nonceBytes + tagBytes) return null
  return Buffer.from(sealed.subarray(1, headBytes))
}

const gone = () =>
  new AppError('not-found', 'shred.gone', 'The key of this value no longer exists.', { reason: 'gone' })
const damaged = () =>
  new AppError('broken', 'transit.damaged', 'A protected value cannot be opened with this server secret.')

const additional = (head: Uint8Array, context: string) => Buffer.concat([head, Buffer.from(context)])

function sealWith(key: Buffer, head: Buffer, input: { readonly plain: Uint8Array; readonly context: string }): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(additional(head, input.context))
  return Buffer.concat([head, nonce, cipher.update(input.plain), cipher.final(), cipher.getAuthTag()])
}

function openWith(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const body = sealed.subarray(headBytes + nonceBytes, sealed.length - tagBytes)
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      createSecretKey(key),
      sealed.subarray(headBytes, headBytes + nonceBytes),
    )
    decipher.setAAD(additional(sealed.subarray(0, headBytes), context))
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch {
    throw damaged()
  }
}

export interface ShredDeps extends TxKeyDeps {
  readonly store: ShredStore
  readonly transit: TransitKey
  readonly clock: Clock
}

export function createShred(deps: ShredDeps): Shred {
  const { store, transit, clock } = deps
  const keys = createTxKeys(deps)
  return {
    take(tx) {
      const { reference, key } = keys.take(tx, clock.now())
      const head = Buffer.concat([Buffer.of(shredVersion), reference])
      return { seal: (plain, context) => sealWith(transit.combine(key, context), head, { plain, context }) }
    },
    async open(sealed, context) {
      if (sealed[0] !== shredVersion) return transit.open(sealed, context)
      const reference = referenceIn(sealed)
      if (reference === null) throw damaged()
      const key = await store.read(reference)
      if (key === null) throw gone()
      return openWith(transit.combine(key, context), sealed, context)
    },
    async holds(sealed) {
      const reference = referenceIn(sealed)
      return reference === null || (await store.read(reference)) !== null
    },
    end: (tx, sealed) =>
      keys.end(
        tx,
        sealed.flatMap((value) => (value === null ? [] : (referenceIn(value) ?? []))),
      ),
  }
}
