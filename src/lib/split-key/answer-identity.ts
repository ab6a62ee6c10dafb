import { encodeUtf8, type Bytes } from '../bytes/index.ts'
import { formatHybridIdentity } from '../age/index.ts'
import { deriveKey } from './hkdf.ts'
import { labels } from './labels.ts'

export const answersKeyBytes = 32

/**
 * The identity that a copy's answers are encrypted to beside the sender's mailbox. It follows from the message's answers
 * key, which only the mailbox opens, and the copy: a recipient holds their own one and learns nothing of another's, and
 * the sender's client makes the same one again for a new link. Costs no key generation.
 */
export const answerIdentity = async (answersKey: Uint8Array, copyId: string): Promise<string> =>
  formatHybridIdentity(await deriveKey(answersKey, labels.copyAnswers, copyId))

/** The answers key of a message that was sealed without one (0.1.0), for who holds the identity of its mailbox. */
export const mailboxAnswersKey = (mailboxIdentity: string, messageId: string): Promise<Bytes> =>
  deriveKey(encodeUtf8(mailboxIdentity), labels.mailboxAnswers, messageId)
