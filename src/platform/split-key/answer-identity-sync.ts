import { formatHybridIdentity } from '../../lib/age/index.ts'
import { labels } from '../../lib/split-key/index.ts'
import { deriveKeySync } from './derive-key-sync.ts'

/** The synchronous twin of `answerIdentity`. */
export const answerIdentitySync = (answersKey: Uint8Array, copyId: string): string =>
  formatHybridIdentity(deriveKeySync(answersKey, labels.copyAnswers, copyId))
