/** What one client may cost. Connections are counted by whoever shares them between servers (platform/connections). */
export interface SmtpLimits {
  readonly maxMessageBytes: number
  readonly maxSignInFailures: number
  /** Commands answered with 5xx since the last accepted message. */
  readonly maxErrors: number
  /** Commands before a sign-in, where one is needed. */
  readonly maxCommandsBeforeSignIn: number
  /** Commands that bring no message nearer, such as NOOP and RSET, since the last accepted message. */
  readonly maxIdleCommands: number
  /** Waiting for a whole command, or for the next packet of a message (RFC 5321 section 4.5.3.2.7 asks for five minutes). */
  readonly idleTimeoutMs: number
  /** From the connection to a successful sign-in, where one is needed. */
  readonly signInTimeoutMs: number
  /** From DATA to the final dot. */
  readonly dataTimeoutMs: number
  /** How long a stop waits for messages that are on their way in. */
  readonly drainTimeoutMs: number
}
