/** What a client may cost. All of them count per listener pair, connections of both ports together. */
export interface SubmissionLimits {
  readonly maxMessageBytes: number
  readonly maxHeaderBytes: number
  readonly maxRecipients: number
  readonly maxConnections: number
  /** Per IPv4 address or IPv6 /64 network. */
  readonly maxConnectionsPerNetwork: number
  readonly maxSignInFailures: number
  /** Commands answered with 5xx since the last accepted message. */
  readonly maxErrors: number
  /** Silence between two commands or two packets of a message (RFC 5321 section 4.5.3.2.7 asks for five minutes). */
  readonly idleTimeoutMs: number
  /** From the connection to a successful sign-in. */
  readonly signInTimeoutMs: number
  /** After this long a client signs in again, so that an app password that was taken away ends with it. */
  readonly maxSignedInMs: number
  /** From DATA to the final dot. */
  readonly dataTimeoutMs: number
  /** How long a stop waits for messages that are on their way in. */
  readonly drainTimeoutMs: number
}

export const defaultLimits: SubmissionLimits = {
  maxMessageBytes: 52_428_800,
  maxHeaderBytes: 262_144,
  maxRecipients: 500,
  maxConnections: 1000,
  maxConnectionsPerNetwork: 100,
  maxSignInFailures: 3,
  maxErrors: 20,
  idleTimeoutMs: 300_000,
  signInTimeoutMs: 120_000,
  maxSignedInMs: 1_800_000,
  dataTimeoutMs: 1_800_000,
  drainTimeoutMs: 20_000,
}

/** RFC 4954 section 4: an AUTH line may have 12288 octets. */
export const maxCommandBytes = 12_288
