/**
 * Keys of short-lived secrets, kept where a key that is destroyed leaves nothing behind: outside the database, its log
 * and every backup. The port; adapters are a folder of slots and another PostgreSQL.
 *
 * Invariants of every adapter, held by one suite (test/conformance/shred-store.ts): a key that `flush` has confirmed is
 * found by every process of the installation until it is destroyed; a destroyed key is found by nobody, and its bytes are
 * gone from the adapter's own files; a place that is used again is never mistaken for the key that was there before.
 */
export interface ShredStore {
  /** Names these keys for as long as they exist: a database that was used with others must not meet them. */
  readonly id: Buffer
  /** Whether what was destroyed is in the adapter's files until `tidy` has run. */
  readonly lingersUntilTidy: boolean
  /** A new key, at once; it may be referred to in a transaction that commits after `flush`. */
  take(now: Date): TakenKey
  /** Resolves when these keys are durable. AppError `shred.unavailable`: then none of them may be used. */
  flush(references: readonly Uint8Array[]): Promise<void>
  /** Null when there is no such key any more. Rejects when that cannot be known. */
  read(reference: Uint8Array): Promise<Buffer | null>
  /** Destroys; what is destroyed already is left alone. Resolves when that would survive a power cut. */
  destroy(references: readonly Uint8Array[]): Promise<void>
  /** Keys taken before this time, in batches. */
  listOlderThan(time: Date): AsyncIterable<readonly ListedKey[]>
  /** Gives room back that destroyed keys have taken, and removes what remains of them. */
  tidy(): Promise<ShredCounts>
  close(): Promise<void>
}

export interface TakenKey {
  /** `referenceBytes` long; tells nothing about the key. */
  readonly reference: Buffer
  readonly key: Buffer
}

export interface ListedKey {
  readonly reference: Buffer
  readonly takenAt: Date
}

export interface ShredCounts {
  /** Keys that exist. */
  readonly used: number
  /** Places that wait to be used again. */
  readonly free: number
  /** Places that hold something unreadable. */
  readonly damaged: number
}

export const referenceBytes = 24
export const keyBytes = 32
