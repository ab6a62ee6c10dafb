/** What the viewer is willing to look at. Past a limit a message is "not fully displayed"; its EML stays complete. */
export const mailLimits = {
  maxParts: 1_000,
  maxDepth: 20,
  /** Of one part, the message itself included. */
  maxHeaderBytes: 128 * 1024,
  /** Encoded size of the text and HTML that is shown, all parts together. */
  maxTextBytes: 4 * 1024 * 1024,
  /** Encoded size of one image that is shown inside the text. */
  maxInlineImageBytes: 20 * 1024 * 1024,
  /** Of the parser, which sees the structure and the text only: a message that needs longer is hostile. */
  parseLimitMs: 20_000,
} as const

export type MailLimits = { readonly [name in keyof typeof mailLimits]: number }
