import type { TransitKey } from '../../platform/transit/transit-key.ts'
import { networkOf } from './network-of.ts'
import type { AttemptHashes } from './store/failures.ts'

export interface Attempt {
  /** The address or user name that was given, whether or not it exists. */
  readonly name: string
  readonly remoteAddress: string
  /** What was shown as proof; only a keyed hash of it is kept, for an hour. */
  readonly secret: string
}

const hashBytes = 16

const shortHash = (transit: TransitKey, purpose: string, ...parts: readonly string[]): Buffer =>
  transit.keyedHash(purpose, ...parts).subarray(0, hashBytes)

/** Names a network without revealing it to somebody who holds only the database. */
export const hashNetwork = (transit: TransitKey, remoteAddress: string): Buffer =>
  shortHash(transit, 'identity.network', networkOf(remoteAddress))

export const hashAttempt = (transit: TransitKey, attempt: Attempt): AttemptHashes => ({
  name: shortHash(transit, 'identity.name', attempt.name),
  network: hashNetwork(transit, attempt.remoteAddress),
  secret: shortHash(transit, 'identity.wrong-secret', attempt.name, attempt.secret),
})
