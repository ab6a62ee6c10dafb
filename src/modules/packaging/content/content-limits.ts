/** What is looked at in one message. Past a limit nothing is lost: message.eml is the complete original. */
export const contentLimits = {
  /** Files beside message.eml. */
  maxFiles: 2_500,
  /** Parts that are looked at, containers included. */
  maxParts: 10_000,
  maxDepth: 24,
  /** Of the header of one part, the message's own included. */
  maxHeaderBytes: 128 * 1024,
  /** Characters of text or HTML that are printed, all bodies together. */
  maxTextChars: 1_500_000,
  /** Images shown inside the text, all together. */
  maxInlineImageBytes: 40 * 1024 * 1024,
  /** Calendar lines that are looked at. */
  maxCalendarChars: 256 * 1024,
} as const
