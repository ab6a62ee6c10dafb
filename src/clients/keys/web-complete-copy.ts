import { copyWrapContext, type completeCopy, type MessageEnvelope } from '../../contract/messages.ts'
import type { BodyOf } from '../../contract/endpoint.ts'
import { encodeBase64Url } from '../../lib/bytes/index.ts'
import {
  argon2SaltBytes,
  formatLinkSecret,
  generateLinkSecret,
  keyBytes,
  stretchAccessCode,
  wrapIdentity,
} from '../../lib/split-key/index.ts'
import { argon2idInWorker } from './web-argon2id.ts'

/** RFC 5322 section 2.1.1: a line has no more. */
const maxSubjectCharacters = 998

/** What the server keeps of an agreed access code: never the code itself. */
export interface DerivedAccessCode {
  readonly salt: string
  readonly accessKey: string
}

/** Stretches a code (takes about a second); white space at its ends does not count. Rejects with `StretchError`. */
export async function deriveAccessCode(code: string): Promise<DerivedAccessCode> {
  const salt = crypto.getRandomValues(new Uint8Array(argon2SaltBytes))
  const accessKey = await stretchAccessCode(argon2idInWorker, code, salt)
  return { salt: encodeBase64Url(salt), accessKey: encodeBase64Url(accessKey) }
}

/** The recipient's access code, as the server gives it to the sender; both null for the other checks. */
export interface CopyAccess {
  readonly accessKeyId: string | null
  readonly accessKey: Uint8Array | null
}

/**
 * A new link and a new server share for one copy, and the conversation identity wrapped under both. Each call makes new
 * shares, so that an earlier link stops working as soon as the server takes this one.
 */
export async function makeCopyCompletion(
  copyId: string,
  envelope: MessageEnvelope,
  access: CopyAccess,
): Promise<BodyOf<typeof completeCopy>> {
  const link = generateLinkSecret()
  const serverShare = crypto.getRandomValues(new Uint8Array(keyBytes))
  const accessKey = access.accessKey ?? new Uint8Array(0)
  const shares = { link, serverShare, accessKey, context: copyWrapContext(copyId) }
  return {
    linkSecret: formatLinkSecret(link),
    serverShare: encodeBase64Url(serverShare),
    wrappedIdentity: encodeBase64Url(await wrapIdentity(shares, envelope.conversationIdentity)),
    accessKeyId: access.accessKeyId,
    subject: envelope.subject === '' ? null : envelope.subject.slice(0, maxSubjectCharacters),
  }
}
