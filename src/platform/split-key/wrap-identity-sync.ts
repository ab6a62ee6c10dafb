import { decodeUtf8, encodeUtf8 } from '../../lib/bytes/index.ts'
import { joinShares, labels, SplitKeyError, type SplitKeyShares } from '../../lib/split-key/index.ts'
import { deriveKeySync } from './derive-key-sync.ts'
import { openSecretSync, sealSecretSync } from './seal-secret-sync.ts'

/** The synchronous twin of `wrapIdentity`. */
export const wrapIdentitySync = (shares: SplitKeyShares, identity: string): Uint8Array<ArrayBuffer> =>
  sealSecretSync(keyEncryptionKey(shares), encodeUtf8(identity), shares.context)

/** The synchronous twin of `unwrapIdentity`: `SplitKeyError` whatever is wrong. */
export const unwrapIdentitySync = (shares: SplitKeyShares, wrapped: Uint8Array): string => {
  const identity = decodeUtf8(openSecretSync(keyOrRefusal(shares), wrapped, shares.context))
  if (identity === null) throw new SplitKeyError()
  return identity
}

const keyEncryptionKey = (shares: SplitKeyShares): Uint8Array =>
  deriveKeySync(joinShares(shares), labels.splitKey, shares.context)

const keyOrRefusal = (shares: SplitKeyShares): Uint8Array => {
  try {
    return keyEncryptionKey(shares)
  } catch {
    throw new SplitKeyError()
  }
}
