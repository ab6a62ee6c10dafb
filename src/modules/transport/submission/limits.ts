import type { SmtpLimits } from '../../../platform/smtp-server/index.ts'

/** What a client may cost. All of them count per listener pair, connections of both ports together. */
export interface SubmissionLimits extends SmtpLimits {
  readonly maxHeaderBytes: number
  readonly maxRecipients: number
  readonly maxConnections: number
  /** Per IPv4 address or IPv6 /64 network. */
  readonly maxConnectionsPerNetwork: number
  /** After this long a client signs in again, so that an app password that was taken away ends with it. */
  readonly maxSignedInMs: number
}

export const defaultLimits: SubmissionLimits = {
  maxMessageBytes: 52_428_800,
  maxHeaderBytes: 262_144,
  maxRecipients: 500,
  maxConnections: 1000,
  maxConnectionsPerNetwork: 100,
  maxSignInFailures: 3,
  maxErrors: 20,
  maxCommandsBeforeSignIn: 20,
  maxIdleCommands: 1000,
  idleTimeoutMs: 300_000,
  signInTimeoutMs: 120_000,
  maxSignedInMs: 1_800_000,
  dataTimeoutMs: 1_800_000,
  drainTimeoutMs: 20_000,
}
