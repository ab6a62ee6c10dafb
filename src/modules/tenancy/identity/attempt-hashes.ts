import { parseAddress } from '../../../lib/address/index.ts'
import type { OrganisationId } from '../../../lib/id/identifiers.ts'
import type { TransitKey } from '../../../platform/transit/transit-key.ts'
import { internetAddressOf, networkOf } from './network-of.ts'
import type { AttemptHashes } from './store/failures.ts'

export interface Attempt {
  /** The address or user name that was given, whether or not it exists. */
  readonly name: string
  readonly remoteAddress: string
  /** What was shown as proof; only a keyed hash of it is kept, for an hour. */
  readonly secret: string
  /** Of the account that has this name; null when there is none. */
  readonly organisationId: OrganisationId | null
}

/** One name for one mailbox, however it is spelled; what is no address still counts as a name. */
export const nameOf = (address: string): string => parseAddress(address)?.address ?? address.toLowerCase()

const hashBytes = 16

const shortHash = (transit: TransitKey, purpose: string, ...parts: readonly string[]): Buffer =>
  transit.keyedHash(purpose, ...parts).subarray(0, hashBytes)

/** Names a network without revealing it to somebody who holds only the database. */
export const hashNetwork = (transit: TransitKey, remoteAddress: string): Buffer =>
  shortHash(transit, 'identity.network', networkOf(remoteAddress))

export const hashInternetAddress = (transit: TransitKey, remoteAddress: string): Buffer =>
  shortHash(transit, 'identity.internet-address', internetAddressOf(remoteAddress))

export const hashName = (transit: TransitKey, name: string): Buffer => shortHash(transit, 'identity.name', name)

export const hashAttempt = (transit: TransitKey, attempt: Attempt): AttemptHashes => ({
  name: hashName(transit, attempt.name),
  network: hashNetwork(transit, attempt.remoteAddress),
  address: hashInternetAddress(transit, attempt.remoteAddress),
  secret: shortHash(transit, 'identity.wrong-secret', attempt.name, attempt.secret),
})
