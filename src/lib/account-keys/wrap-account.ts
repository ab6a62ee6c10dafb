import { decodeBase64Url, decodeUtf8, encodeBase64Url, encodeUtf8 } from '../bytes/index.ts'
import { openSecret, sealSecret, SplitKeyError } from '../split-key/index.ts'

/** Says which way in a wrapped identity belongs to; bound into the envelope, so that one cannot stand in for another. */
export type WrapContext = `account-identity/${'password' | 'recovery-code' | 'app-password'}`

export const wrapAccount = async (wrapKey: Uint8Array, identity: string, context: WrapContext): Promise<string> =>
  encodeBase64Url(await sealSecret(wrapKey, encodeUtf8(identity), context))

/** Throws `SplitKeyError` for a wrong key, another way in, and for damaged text. */
export const unwrapAccount = async (wrapKey: Uint8Array, wrapped: string, context: WrapContext): Promise<string> => {
  const envelope = decodeBase64Url(wrapped)
  if (envelope === null) throw new SplitKeyError()
  const identity = decodeUtf8(await openSecret(wrapKey, envelope, context))
  if (identity === null) throw new SplitKeyError()
  return identity
}
