/** What a client may cost before a handler has anything to say about it. */
export interface HttpLimits {
  readonly maxConnections: number
  /** Per IPv4 address or IPv6 /64 network; a proxy of ours counts in total only. */
  readonly maxConnectionsPerNetwork: number
  /** From the connection, or from the first byte of a further request, to the end of its header. */
  readonly headerTimeoutMs: number
  /** Silence between two requests on one connection. */
  readonly keepAliveTimeoutMs: number
  /** Silence on a connection on which something is under way. */
  readonly idleTimeoutMs: number
  /** A client that brings less than this of a body on average is cut off … */
  readonly minBytesPerSecond: number
  /** … as soon as it has been behind for this long. */
  readonly paceGraceMs: number
  /** How long closing waits for requests that are being answered. */
  readonly closeGraceMs: number
}

/**
 * Offices sit behind one address, and a browser opens six connections. A kilobyte a second is a tenth of what the slowest
 * mobile line in use brings up, so that a body is bounded by its size and not by the patience of whoever sends it.
 */
export const defaultHttpLimits: HttpLimits = {
  maxConnections: 2000,
  maxConnectionsPerNetwork: 500,
  headerTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  idleTimeoutMs: 120_000,
  minBytesPerSecond: 1024,
  paceGraceMs: 60_000,
  closeGraceMs: 10_000,
}
