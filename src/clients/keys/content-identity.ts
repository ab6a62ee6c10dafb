import type { Identity } from 'age-encryption'
import { contentFileKey, parseConversationSeed, type CopyKeys } from '../../lib/split-key/index.ts'

/**
 * What opens the content of a message: the identity as it stands, or the file key that follows from a seed. The file key
 * answers whatever the header's stanzas say; `Decrypter` then checks the header's MAC with it, and takes no other identity.
 */
export async function contentIdentity(conversation: string, contentId: string): Promise<string | Identity> {
  const seed = parseConversationSeed(conversation)
  if (seed === null) return conversation
  const fileKey = await contentFileKey(seed, contentId)
  return { unwrapFileKey: () => fileKey }
}

/** What opens the answers of a copy. Before a copy had a key of its own they were encrypted to the conversation. */
export const answerIdentities = ({ conversation, answers }: CopyKeys): readonly string[] =>
  parseConversationSeed(conversation) === null ? [answers, conversation] : [answers]
