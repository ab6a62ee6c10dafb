import { decodeUtf8, encodeUtf8, type Bytes } from '../bytes/index.ts'
import { deriveKey } from './hkdf.ts'
import { labels } from './labels.ts'
import { openSecret, sealSecret } from './seal-secret.ts'
import { joinShares, type SplitKeyShares } from './shares.ts'
import { SplitKeyError } from './split-key-error.ts'

/** Wraps an identity (its bech32 text) under the key of all three shares. */
export const wrapIdentity = async (shares: SplitKeyShares, identity: string): Promise<Bytes> =>
  sealSecret(await keyEncryptionKey(shares), encodeUtf8(identity), shares.context)

/** The identity again; throws `SplitKeyError`, the same for a wrong share, a wrong context and damaged bytes. */
export const unwrapIdentity = async (shares: SplitKeyShares, wrapped: Uint8Array): Promise<string> => {
  const key = await keyEncryptionKey(shares).catch(() => null)
  if (key === null) throw new SplitKeyError()
  const identity = decodeUtf8(await openSecret(key, wrapped, shares.context))
  if (identity === null) throw new SplitKeyError()
  return identity
}

/** KEK = HKDF-SHA-256(L ‖ S ‖ A) with the context in `info`. */
const keyEncryptionKey = async (shares: SplitKeyShares): Promise<Bytes> =>
  deriveKey(joinShares(shares), labels.splitKey, shares.context)
