import type { OpenedMessage } from '../../contract/portal.ts'
import { decodeBase64Url, encodeBase64Url } from '../../lib/bytes/index.ts'
import {
  accessKeys,
  parseCopyKeys,
  recipientDigest,
  SplitKeyError,
  stretchAccessCode,
  stretchFormerAccessCode,
  unwrapIdentity,
  type CopyKeys,
  type LinkSecret,
} from '../../lib/split-key/index.ts'
import { argon2idInWorker } from './web-argon2id.ts'

/** What an agreed access code becomes: a share of the key that stays here, and the proof of it for the server. */
export interface AccessShare {
  readonly accessKey: Uint8Array
  readonly proof: string
}

/**
 * The share of a code in the form it is used in, and that of the form in which 0.1.0 remembered codes, where that is
 * another one. Takes about a second each, in a worker. Rejects with `StretchError` where the browser cannot do it.
 */
export async function accessShares(code: string, salt: string): Promise<readonly AccessShare[]> {
  const saltBytes = decodeBase64Url(salt)
  if (saltBytes === null) throw new SplitKeyError()
  const keys = [
    await stretchAccessCode(argon2idInWorker, code, saltBytes),
    await stretchFormerAccessCode(argon2idInWorker, code, saltBytes),
  ].filter((key) => key !== null)
  return Promise.all(
    keys.map(async (accessKey) => ({ accessKey, proof: encodeBase64Url((await accessKeys(accessKey)).proof) })),
  )
}

export interface PortalShares {
  readonly link: LinkSecret
  /** One that fits is enough; an empty one unless the check is an access code. */
  readonly accessKeys: readonly Uint8Array[]
}

/** The keys of the copy from all shares; rejects with `SplitKeyError` when they do not fit together. */
export async function openCopyKeys(opened: OpenedMessage, { link, accessKeys: keys }: PortalShares): Promise<CopyKeys> {
  const serverShare = decodeBase64Url(opened.serverShare)
  const wrapped = decodeBase64Url(opened.wrappedIdentity)
  if (serverShare === null || wrapped === null) throw new SplitKeyError()
  for (const accessKey of keys) {
    const shares = { link, accessKey, serverShare, context: opened.wrapContext }
    const text = await unwrapIdentity(shares, wrapped).catch(() => null)
    if (text !== null) return parseCopyKeys(text)
  }
  throw new SplitKeyError()
}

/**
 * The mailbox that answers may be encrypted to: the one the server announces, if the wrap names the same. Null when the
 * server announces none, or one that was exchanged since the message was sealed.
 */
export async function answerRecipient(opened: OpenedMessage, keys: CopyKeys): Promise<string | null> {
  const announced = opened.mailboxRecipient
  if (announced === null || keys.mailbox === null) return announced
  return (await recipientDigest(announced)) === keys.mailbox ? announced : null
}
