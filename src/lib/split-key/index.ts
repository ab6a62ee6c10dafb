/**
 * How secrets are derived, split and wrapped: link secret, server share and access code; what a copy's wrap holds; account password, app password
 * and recovery code.
 *
 * Pure, on WebCrypto, for browser and server alike; platform/split-key has synchronous twins that give the same bytes.
 * Invariants: every key has its own label, and a label is never reused; an envelope is bound to its context; everything
 * that can fail on opening fails with one `SplitKeyError`; neither error nor value here ever spells a secret out.
 * Deliberately not here: Argon2id itself (a port, `Argon2id`), storage, and any decision who may have which share.
 */
export { answerIdentity, answersKeyBytes, mailboxAnswersKey } from './answer-identity.ts'
export {
  contentFileKey,
  conversationSeedBytes,
  formatConversationSeed,
  parseConversationSeed,
} from './conversation-seed.ts'
export { formatCopyKeys, parseCopyKeys, type CopyKeys } from './copy-keys.ts'
export {
  accessKeys,
  appPasswordKeys,
  deriveLinkProof,
  passwordKeys,
  randomSecretBytes,
  recoveryCodeKeys,
  requireLength,
  type AuthAndWrapKeys,
} from './derived-keys.ts'
export {
  envelopeAad,
  joinEnvelope,
  nonceBytes,
  requireSealable,
  splitEnvelope,
  tagBytes,
  type EnvelopeParts,
} from './envelope.ts'
export {
  envelopeKeyContext,
  joinExportedEnvelope,
  splitExportedEnvelope,
  type ExportedEnvelope,
} from './exported-envelope.ts'
export { keyBytes } from './hkdf.ts'
export { hkdfInfo, labels, type Label } from './labels.ts'
export {
  formatLinkSecret,
  generateLinkSecret,
  linkSecretBytes,
  parseLinkSecret,
  type LinkSecret,
} from './link-secret.ts'
export { recipientDigest } from './recipient-digest.ts'
export { openSecret, sealSecret } from './seal-secret.ts'
export { joinShares, type SplitKeyShares } from './shares.ts'
export { SplitKeyError } from './split-key-error.ts'
export {
  argon2Cost,
  argon2SaltBytes,
  isShortAccessCode,
  minAccessCodeCharacters,
  normaliseAccessCode,
  normalisePassword,
  stretchAccessCode,
  stretchFormerAccessCode,
  stretchPassword,
  type Argon2Cost,
  type Argon2id,
} from './stretch.ts'
export { unwrapIdentity, wrapIdentity } from './wrap-identity.ts'
