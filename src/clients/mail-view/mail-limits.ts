/** What the viewer is willing to do, beyond what the reader looks at (`mimeLimits`). */
export const mailLimits = {
  /** Size of one image that is shown inside the text. */
  maxInlineImageBytes: 20 * 1024 * 1024,
  /** Of the reader, which sees the structure and the text only: a message that needs longer is hostile. */
  readLimitMs: 20_000,
} as const
