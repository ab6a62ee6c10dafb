import { isAppError } from '../../lib/errors/app-error.ts'
import { addSteps, type Tx } from '../database/database.ts'
import { describeError, type Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { ShredStore, TakenKey } from './shred-store.ts'

export interface TxKeyDeps {
  readonly store: ShredStore
  readonly log: Log
  readonly metrics: Metrics
}

/** Binds the life of keys to transactions. */
export interface TxKeys {
  /** Durable before the transaction commits, destroyed when it is rolled back. */
  take(tx: Tx, now: Date): TakenKey
  /** Destroyed as soon as the transaction has committed. */
  end(tx: Tx, references: readonly Buffer[]): void
}

interface KeysOfTx {
  readonly taken: Buffer[]
  readonly ended: Buffer[]
}

function meterOf(metrics: Metrics) {
  const keys = metrics.counter('sealpost_shred_keys_total', 'Keys of short-lived secrets, by act', ['act'])
  const flushes = metrics.counter('sealpost_shred_flushes_total', 'Waits for the disk before a commit, by result', [
    'result',
  ])
  return {
    keys: (act: 'taken' | 'destroyed' | 'not-destroyed', count: number) => keys.inc({ act }, count),
    flushed: (result: 'done' | 'failed') => flushes.inc({ result }),
  }
}

export function createTxKeys({ store, log, metrics }: TxKeyDeps): TxKeys {
  const meter = meterOf(metrics)
  const known = new WeakMap<Tx, KeysOfTx>()

  const flush = async (taken: readonly Buffer[]): Promise<void> => {
    if (taken.length === 0) return
    try {
      await store.flush(taken)
      meter.flushed('done')
    } catch (error) {
      meter.flushed('failed')
      log.error('shred.not-kept', { keys: taken.length, ...describeError(isAppError(error) ? error.cause : error) })
      throw error
    }
  }

  /** What cannot be destroyed now is found by the sweep, because nothing refers to it any more. */
  const destroy = async (references: readonly Buffer[]): Promise<void> => {
    if (references.length === 0) return
    try {
      await store.destroy(references)
      meter.keys('destroyed', references.length)
    } catch (error) {
      meter.keys('not-destroyed', references.length)
      log.error('shred.not-destroyed', { keys: references.length, ...describeError(error) })
    }
  }

  const keysOf = (tx: Tx): KeysOfTx => {
    const found = known.get(tx)
    if (found !== undefined) return found
    const keys: KeysOfTx = { taken: [], ended: [] }
    addSteps(tx, {
      beforeCommit: () => flush(keys.taken),
      afterEnd: (end) => destroy(end === 'committed' ? keys.ended : keys.taken),
    })
    known.set(tx, keys)
    return keys
  }

  return {
    take(tx, now) {
      const keys = keysOf(tx)
      const taken = store.take(now)
      keys.taken.push(taken.reference)
      meter.keys('taken', 1)
      return taken
    },
    end(tx, references) {
      if (references.length === 0) return
      const { ended } = keysOf(tx)
      for (const reference of references) ended.push(reference)
    },
  }
}
