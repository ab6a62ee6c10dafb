import type { OpenedMessage } from '../../contract/portal.ts'
import { decodeBase64Url, encodeBase64Url } from '../../lib/bytes/index.ts'
import {
  accessKeys,
  deriveLinkProof,
  SplitKeyError,
  stretchAccessCode,
  unwrapIdentity,
  type LinkSecret,
} from '../../lib/split-key/index.ts'
import { argon2idInWorker } from './web-argon2id.ts'

/** What the page shows the server to prove that it holds the link's secret. */
export const linkProof = async (link: LinkSecret): Promise<string> => encodeBase64Url(await deriveLinkProof(link))

/** What an agreed access code becomes: a share of the key that stays here, and the proof of it for the server. */
export interface AccessShare {
  readonly accessKey: Uint8Array
  readonly proof: string
}

/** Takes about a second, in a worker. Rejects with `StretchError` where the browser cannot do it. */
export async function accessShare(code: string, salt: string): Promise<AccessShare> {
  const saltBytes = decodeBase64Url(salt)
  if (saltBytes === null) throw new SplitKeyError()
  const accessKey = await stretchAccessCode(argon2idInWorker, code, saltBytes)
  const { proof } = await accessKeys(accessKey)
  return { accessKey, proof: encodeBase64Url(proof) }
}

export interface PortalShares {
  readonly link: LinkSecret
  /** Empty unless the check is an access code. */
  readonly accessKey: Uint8Array
}

/** The conversation identity from all shares; rejects with `SplitKeyError` when they do not fit together. */
export async function openConversation(opened: OpenedMessage, shares: PortalShares): Promise<string> {
  const serverShare = decodeBase64Url(opened.serverShare)
  const wrapped = decodeBase64Url(opened.wrappedIdentity)
  if (serverShare === null || wrapped === null) throw new SplitKeyError()
  return unwrapIdentity({ ...shares, serverShare, context: opened.wrapContext }, wrapped)
}
