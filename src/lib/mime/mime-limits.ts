/** What is looked at in one message. Past a limit it is "not fully displayed"; nothing of the message itself is lost. */
export const mimeLimits = {
  /** Parts that are looked at, containers included. */
  maxParts: 10_000,
  maxDepth: 24,
  /** Of the header of one part, the message's own included. */
  maxHeaderBytes: 128 * 1024,
  /** Of all headers together. */
  maxHeadersBytes: 16 * 1024 * 1024,
  maxParameters: 100,
  /** Addresses of one field that are shown. */
  maxAddresses: 5_000,
  /** Files that are listed. */
  maxFiles: 2_500,
  /** Encoded size of one body of text. */
  maxTextBytes: 8 * 1024 * 1024,
  /** Characters of text or HTML that are shown, all bodies together. */
  maxTextChars: 1_500_000,
  /** Encoded size of a winmail.dat or a signature with a message in it that are opened. */
  maxContainerBytes: 64 * 1024 * 1024,
  /** Encoded size of what is small enough to be kept while a message is read in passing. */
  maxSmallBytes: 256 * 1024,
  /** Bodies that are kept while a message is read in passing, all together. */
  maxHeldBytes: 96 * 1024 * 1024,
  /** Messages inside signatures, and containers that are encoded as a whole, that are opened. */
  maxSignatures: 5,
  /** Invitations that are looked at, and characters of each. */
  maxCalendars: 20,
  maxCalendarChars: 256 * 1024,
  maxEvents: 10,
  /** Of a winmail.dat. */
  maxTnefAttributes: 20_000,
  maxTnefProperties: 4_000,
  maxTnefValues: 10_000,
  maxTnefDepth: 5,
  /** Rich text in it, unpacked. */
  maxRtfBytes: 16 * 1024 * 1024,
  /** Encrypted blocks in one text. */
  maxPgpBlocks: 20,
} as const
