import { decodeBase64Url, encodeBase64Url, type Bytes } from '../bytes/index.ts'
import { fileKeyBytes } from '../age/index.ts'
import { deriveKey } from './hkdf.ts'
import { labels } from './labels.ts'

export const conversationSeedBytes = 32

const prefix = 'SEALPOST-SEED-1'

/**
 * The text of a message's seed, which stands where messages of 0.1.0 have the identity of their conversation: whoever may
 * read the message holds it. It opens the message and nothing else.
 */
export const formatConversationSeed = (seed: Uint8Array): string => `${prefix}${encodeBase64Url(seed)}`

/** The seed again; null for everything else, an identity for example. */
export const parseConversationSeed = (text: string): Bytes | null => {
  if (!text.startsWith(prefix)) return null
  const seed = decodeBase64Url(text.slice(prefix.length))
  return seed?.length === conversationSeedBytes ? seed : null
}

/** The age file key of the content that a seed belongs to; another content has another key. */
export const contentFileKey = async (seed: Uint8Array, contentId: string): Promise<Bytes> =>
  (await deriveKey(seed, labels.contentKey, contentId)).slice(0, fileKeyBytes)
