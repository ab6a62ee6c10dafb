import { Decrypter } from 'age-encryption'
import type { MessageEnvelope, SealedPassword } from '../../contract/messages.ts'
import { decodeBase64Url } from '../../lib/bytes/index.ts'
import { UnopenableContentError } from './open-content.ts'

const decrypters = new Map<string, Decrypter>()
let queue: Promise<unknown> = Promise.resolve()

/**
 * What the mailbox's owner may know of a sent message: its subject and the identity of its conversation. Envelopes are
 * opened one after another with a pause for the page in between, since each costs a few milliseconds of computing.
 * Rejects with `UnopenableContentError`, also for the envelope of another message.
 */
export function openEnvelope(
  message: { readonly id: string; readonly sealedEnvelope: string },
  mailboxIdentity: string,
): Promise<MessageEnvelope> {
  const opened = queue.then(async () => {
    await new Promise((resolve) => setTimeout(resolve))
    const envelope = await decrypt(message.sealedEnvelope, { mailboxIdentity, read: readEnvelope })
    if (envelope.messageId !== message.id) throw new UnopenableContentError()
    return envelope
  })
  queue = opened.catch(() => undefined)
  return opened
}

/** Forgets the prepared keys; for the end of a session. */
export const forgetEnvelopeKeys = (): void => decrypters.clear()

/**
 * The password of a message's encrypted files. Rejects with `UnopenableContentError`, also for the password of another
 * message: whoever can write the database could otherwise make the sender pass on what opens something else.
 */
export async function openPassword(
  message: { readonly id: string; readonly sealed: string },
  mailboxIdentity: string,
): Promise<string> {
  const { messageId, password } = await decrypt(message.sealed, { mailboxIdentity, read: readSealedPassword })
  if (messageId !== message.id) throw new UnopenableContentError()
  return password
}

async function decrypt<Content>(
  sealed: string,
  { mailboxIdentity, read }: { readonly mailboxIdentity: string; readonly read: (value: unknown) => Content },
): Promise<Content> {
  try {
    const file = decodeBase64Url(sealed) ?? new Uint8Array(0)
    return read(JSON.parse(await decrypterFor(mailboxIdentity).decrypt(file, 'text')))
  } catch {
    throw new UnopenableContentError()
  }
}

function decrypterFor(identity: string): Decrypter {
  const known = decrypters.get(identity)
  if (known !== undefined) return known
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  decrypters.set(identity, decrypter)
  return decrypter
}

function readEnvelope(value: unknown): MessageEnvelope {
  if (typeof value !== 'object' || value === null) throw new UnopenableContentError()
  if (!('messageId' in value && 'conversationIdentity' in value && 'subject' in value))
    throw new UnopenableContentError()
  const { messageId, conversationIdentity, subject } = value
  if (typeof messageId !== 'string' || typeof conversationIdentity !== 'string' || typeof subject !== 'string')
    throw new UnopenableContentError()
  return { messageId, conversationIdentity, subject }
}

function readSealedPassword(value: unknown): SealedPassword {
  if (typeof value !== 'object' || value === null || !('messageId' in value && 'password' in value))
    throw new UnopenableContentError()
  const { messageId, password } = value
  if (typeof messageId !== 'string' || typeof password !== 'string') throw new UnopenableContentError()
  return { messageId, password }
}
