import { fileKeyBytes } from '../../lib/age/index.ts'
import { labels, parseConversationSeed } from '../../lib/split-key/index.ts'
import type { IdentityInput } from '../age/index.ts'
import { deriveKeySync } from './derive-key-sync.ts'

/** The synchronous twin of `contentFileKey`. */
export const contentFileKeySync = (seed: Uint8Array, contentId: string): Uint8Array =>
  deriveKeySync(seed, labels.contentKey, contentId).subarray(0, fileKeyBytes)

/** What opens a content: the file key where a seed is given, otherwise the identity as it stands. */
export const contentOpener = (conversation: string, contentId: string): IdentityInput => {
  const seed = parseConversationSeed(conversation)
  return seed === null ? conversation : { fileKey: contentFileKeySync(seed, contentId) }
}
