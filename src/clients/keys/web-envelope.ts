import { Decrypter, identityToRecipient } from 'age-encryption'
import { envelopeContext, type MessageEnvelope, type SealedPassword } from '../../contract/messages.ts'
import { decodeBase64Url, decodeUtf8, encodeBase64Url } from '../../lib/bytes/index.ts'
import {
  envelopeKeyContext,
  mailboxAnswersKey,
  openSecret,
  recipientDigest,
  splitExportedEnvelope,
} from '../../lib/split-key/index.ts'
import { exportedKey } from './exported-key.ts'
import { UnopenableContentError } from './open-content.ts'

const decrypters = new Map<string, Decrypter>()
let queue: Promise<unknown> = Promise.resolve()

/** An envelope as its mailbox opened it. */
export interface OpenedEnvelope extends MessageEnvelope {
  /** Never null: for a message of version 0.1.0 it follows from the mailbox identity, which only members have. */
  readonly answersKey: string
  /** What the recipients' pages recognise this mailbox by; made of the identity at hand, not of what the server says. */
  readonly mailboxDigest: string
}

/**
 * What the mailbox's owner may know of a sent message: its subject and the keys of its conversation. Envelopes are
 * opened one after another with a pause for the page in between, since each costs a few milliseconds of computing.
 * Rejects with `UnopenableContentError`, also for the envelope of another message.
 */
export function openEnvelope(
  message: { readonly id: string; readonly sealedEnvelope: string },
  mailboxIdentity: string,
): Promise<OpenedEnvelope> {
  const opened = queue.then(async () => {
    await new Promise((resolve) => setTimeout(resolve))
    const envelope = await decryptEnvelope(message, mailboxIdentity)
    if (envelope.messageId !== message.id) throw new UnopenableContentError()
    const answersKey = envelope.answersKey ?? encodeBase64Url(await mailboxAnswersKey(mailboxIdentity, message.id))
    return { ...envelope, answersKey, mailboxDigest: await recipientDigest(await identityToRecipient(mailboxIdentity)) }
  })
  queue = opened.catch(() => undefined)
  return opened
}

async function decryptEnvelope(
  { id, sealedEnvelope }: { readonly id: string; readonly sealedEnvelope: string },
  mailboxIdentity: string,
): Promise<MessageEnvelope> {
  const exported = splitExportedEnvelope(decodeBase64Url(sealedEnvelope) ?? new Uint8Array(0))
  if (exported === null) return decrypt(sealedEnvelope, { mailboxIdentity, read: readEnvelope })
  try {
    const key = exportedKey(mailboxIdentity, { enc: exported.enc, context: envelopeKeyContext(id) })
    return readEnvelope(JSON.parse(decodeUtf8(await openSecret(key, exported.sealed, envelopeContext(id))) ?? ''))
  } catch {
    throw new UnopenableContentError()
  }
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
  const answersKey = 'answersKey' in value ? value.answersKey : null
  if (typeof messageId !== 'string' || typeof conversationIdentity !== 'string' || typeof subject !== 'string')
    throw new UnopenableContentError()
  if (answersKey !== null && typeof answersKey !== 'string') throw new UnopenableContentError()
  const names = 'names' in value ? { names: readNames(value.names) } : {}
  return { messageId, conversationIdentity, answersKey, subject, ...names }
}

/** Names that are none are left out; an address is shown in their place. */
function readNames(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((named): named is [string, string] => typeof named[1] === 'string'),
  )
}

function readSealedPassword(value: unknown): SealedPassword {
  if (typeof value !== 'object' || value === null || !('messageId' in value && 'password' in value))
    throw new UnopenableContentError()
  const { messageId, password } = value
  if (typeof messageId !== 'string' || typeof password !== 'string') throw new UnopenableContentError()
  return { messageId, password }
}
