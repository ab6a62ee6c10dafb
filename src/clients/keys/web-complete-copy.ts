import type * as z from 'zod/mini'
import { copyWrapContext, type completeCopy } from '../../contract/messages.ts'
import { decodeBase64Url, encodeBase64Url } from '../../lib/bytes/index.ts'
import type { AccessKeyId, CopyId } from '../../lib/id/identifiers.ts'
import {
  answerIdentity,
  argon2SaltBytes,
  formatCopyKeys,
  formatLinkSecret,
  generateLinkSecret,
  keyBytes,
  SplitKeyError,
  stretchAccessCode,
  wrapIdentity,
  type CopyKeys,
} from '../../lib/split-key/index.ts'
import { argon2idInWorker } from './web-argon2id.ts'
import type { OpenedEnvelope } from './web-envelope.ts'

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
  readonly accessKeyId: AccessKeyId | null
  readonly accessKey: Uint8Array | null
}

/** The answers' identity is the same each time, so that earlier answers stay readable through a new link. */
async function copyKeys(copyId: CopyId, envelope: OpenedEnvelope): Promise<CopyKeys> {
  const answersKey = decodeBase64Url(envelope.answersKey)
  if (answersKey === null) throw new SplitKeyError()
  const answers = await answerIdentity(answersKey, copyId)
  return { conversation: envelope.conversationIdentity, answers, mailbox: envelope.mailboxDigest }
}

/**
 * A new link and a new server share for one copy, and the copy's keys wrapped under both. Each call makes new shares, so
 * that an earlier link stops working as soon as the server takes this one.
 */
export async function makeCopyCompletion(
  copyId: CopyId,
  envelope: OpenedEnvelope,
  access: CopyAccess,
): Promise<z.output<(typeof completeCopy)['body']>> {
  const { subject } = envelope
  const link = generateLinkSecret()
  const serverShare = crypto.getRandomValues(new Uint8Array(keyBytes))
  const accessKey = access.accessKey ?? new Uint8Array(0)
  const shares = { link, serverShare, accessKey, context: copyWrapContext(copyId) }
  return {
    linkSecret: formatLinkSecret(link),
    serverShare: encodeBase64Url(serverShare),
    wrappedIdentity: encodeBase64Url(await wrapIdentity(shares, formatCopyKeys(await copyKeys(copyId, envelope)))),
    accessKeyId: access.accessKeyId,
    subject: subject === '' ? null : subject.slice(0, maxSubjectCharacters),
  }
}
