import { parseConversationSeed } from './conversation-seed.ts'
import { SplitKeyError } from './split-key-error.ts'

/** What a recipient's wrap holds: everything that only their shares of the key open. */
export interface CopyKeys {
  /** Opens the message: its seed, or the identity of the conversation in wraps of messages that have no seed. */
  readonly conversation: string
  /** Opens the answers of this copy, and no other recipient's. */
  readonly answers: string
  /**
   * base64url SHA-256 of the mailbox's recipient as it was when the wrap was made: the page encrypts an answer to no other
   * one. Null in wraps of version 0.1.0.
   */
  readonly mailbox: string | null
}

const identity = /^AGE-SECRET-KEY-(?:PQ-)?1[0-9A-Z]{20,100}$/
const digest = /^[A-Za-z0-9_-]{43}$/

export const formatCopyKeys = ({ conversation, answers, mailbox }: CopyKeys): string =>
  JSON.stringify({ conversation, answers, mailbox })

/** Reads what `formatCopyKeys` wrote, and the bare conversation identity of 0.1.0. Throws `SplitKeyError`. */
export const parseCopyKeys = (text: string): CopyKeys => {
  if (identity.test(text)) return { conversation: text, answers: text, mailbox: null }
  const { conversation, answers, mailbox } = readObject(text)
  if (isConversation(conversation) && isMatch(answers, identity) && isMatch(mailbox, digest))
    return { conversation, answers, mailbox }
  throw new SplitKeyError()
}

const isConversation = (value: unknown): value is string =>
  isMatch(value, identity) || (typeof value === 'string' && parseConversationSeed(value) !== null)

const isMatch = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value)

const readObject = (text: string): { readonly [Name in keyof CopyKeys]?: unknown } => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
