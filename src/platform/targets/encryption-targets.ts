import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../../contract/errors/app-error.ts'
import { vouchFor, type AuthenticRecipient } from '../age/index.ts'
import type { Clock } from '../clock/clock.ts'
import { describeError, type Log } from '../log/log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { TransitKey } from '../transit/transit-key.ts'
import { bindTarget, type EncryptionTarget } from './target-mac.ts'

/** The only door from a stored public key to one that may be sealed to. */
export interface EncryptionTargets {
  bind(target: EncryptionTarget): Buffer
  /**
   * The key of a row whose binding holds. AppError `target.not-authentic` (temporary) for any other, also for one without
   * a binding; the forgery is logged, counted and recorded besides.
   */
  require(target: EncryptionTarget, mac: Uint8Array | null): AuthenticRecipient
}

export interface EncryptionTargetsDeps {
  readonly transit: TransitKey
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  /** Puts a forgery on record in a transaction of its own: the one that met it is given up. */
  readonly record: (target: EncryptionTarget) => Promise<void>
}

/** A mail program tries again every few minutes; the record of one row is written once in this time. */
const quietMs = 3600_000
const maxRemembered = 1000

/** Tells whether a row was reported lately, and remembers that it was. */
function createQuiet(clock: Clock): (key: string) => boolean {
  const reported = new Map<string, number>()
  return (key) => {
    const nowMs = clock.now().getTime()
    const last = reported.get(key)
    if (last !== undefined && nowMs - last < quietMs) return true
    reported.delete(key)
    reported.set(key, nowMs)
    if (reported.size > maxRemembered) reported.delete(reported.keys().next().value ?? '')
    return false
  }
}

export function notAuthentic(): AppError {
  return new AppError(
    'unavailable',
    'target.not-authentic',
    'The key of this mailbox could not be verified, so nothing was sealed to it. Tell your administrator.',
  )
}

export function createEncryptionTargets(deps: EncryptionTargetsDeps): EncryptionTargets {
  const { transit, log, metrics, record } = deps
  const isQuiet = createQuiet(deps.clock)
  const forged = metrics.counter(
    'sealpost_forged_targets_total',
    'Stored public keys whose binding to their row did not hold, so that nothing was sealed to them.',
    ['kind'],
  )
  const report = (target: EncryptionTarget): void => {
    const { kind, id, organisationId } = target
    forged.inc({ kind })
    if (isQuiet(`${kind}:${id}`)) return
    log.error('target.not-authentic', { kind, id, organisationId })
    record(target).catch((error: unknown) => log.error('target.not-recorded', describeError(error)))
  }
  return {
    bind: (target) => bindTarget(transit, target),
    require(target, mac) {
      const expected = bindTarget(transit, target)
      if (mac?.length === expected.length && timingSafeEqual(mac, expected)) return vouchFor(target.recipient)
      report(target)
      throw notAuthentic()
    },
  }
}
