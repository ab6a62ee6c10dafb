/** What places a mail in a conversation (RFC 5322 section 3.6.4). */
export interface Thread {
  readonly messageId: string | null
  readonly inReplyTo: string | null
  readonly references: string | null
}

const maxReferences = 50
/** More than any mail program writes; the rest of a longer field is not looked at. */
const maxFieldChars = 65_536
/** Printable ASCII on both sides of one @; longer ones would not survive folding into lines of 998 characters. */
const identifier = /<[!-;=?A-~]{1,250}@[!-;=?A-~]{1,250}>/g

function identifiersIn(field: string | null): readonly string[] {
  if (field === null) return []
  // The newest stand last, so a field that is too long is cut at its start.
  return field.slice(-maxFieldChars).match(identifier) ?? []
}

/** The original's own identifier when its field holds exactly one; undefined otherwise. */
export function originalMessageId({ messageId }: Thread): string | undefined {
  const [found] = identifiersIn(messageId)
  return found === messageId?.trim() ? found : undefined
}

/**
 * In-Reply-To and References as the original had them: identifiers only, the last fifty, so that nothing a stranger
 * wrote into these fields becomes a header of its own.
 */
export function threadHeaders(thread: Thread): { readonly inReplyTo?: string; readonly references?: string } {
  const answered = identifiersIn(thread.inReplyTo).at(-1)
  const references = identifiersIn(thread.references).slice(-maxReferences)
  return {
    ...(answered === undefined ? {} : { inReplyTo: answered }),
    ...(references.length === 0 ? {} : { references: references.join(' ') }),
  }
}
