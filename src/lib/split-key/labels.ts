import { concatBytes, encodeUtf8, type Bytes } from '../bytes/index.ts'

/**
 * What every key that Sealpost derives is for: HKDF `info`, or the exporter's context where a key is exported from an
 * encapsulation (`messageEnvelope`). A label is never reused for another purpose and never changed.
 */
export const labels = {
  linkProof: 'sealpost/link-proof/v1',
  splitKey: 'sealpost/split-key/v1',
  accountAuth: 'sealpost/account-auth/v1',
  accountWrap: 'sealpost/account-wrap/v1',
  accessProof: 'sealpost/access-proof/v1',
  appPasswordAuth: 'sealpost/app-password-auth/v1',
  appPasswordWrap: 'sealpost/app-password-wrap/v1',
  contentKey: 'sealpost/content-key/v1',
  copyAnswers: 'sealpost/copy-answers/v1',
  mailboxAnswers: 'sealpost/mailbox-answers/v1',
  messageEnvelope: 'sealpost/message-envelope/v1',
  recoveryCodeAuth: 'sealpost/recovery-code-auth/v1',
  recoveryCodeWrap: 'sealpost/recovery-code-wrap/v1',
} as const

export type Label = (typeof labels)[keyof typeof labels]

const separator = Uint8Array.of(0)

/** `info` for one label; a context follows after a zero byte, so that no label and context can run into another. */
export const hkdfInfo = (label: Label, context?: string): Bytes =>
  context === undefined ? encodeUtf8(label) : concatBytes(encodeUtf8(label), separator, encodeUtf8(context))
