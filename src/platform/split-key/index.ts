/**
 * The synchronous twins of lib/split-key on node:crypto, for the paths where thousands of wraps a second count.
 *
 * Invariant: same input, same format, same refusals as lib/split-key; the tests open with one what the other sealed.
 * Formats, labels and limits are decided in lib/split-key only.
 */
export { answerIdentitySync } from './answer-identity-sync.ts'
export { contentFileKeySync, contentOpener } from './content-file-key-sync.ts'
export {
  accessKeysSync,
  appPasswordKeysSync,
  deriveLinkProofSync,
  passwordKeysSync,
  recoveryCodeKeysSync,
} from './derived-keys-sync.ts'
export { openSecretSync, sealSecretSync } from './seal-secret-sync.ts'
export { unwrapIdentitySync, wrapIdentitySync } from './wrap-identity-sync.ts'
