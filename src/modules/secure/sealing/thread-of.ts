/** What makes answers find their place in a mail program (RFC 5322 section 3.6.4); each null when absent or unusable. */
export interface MessageThread {
  /** One identifier with its angle brackets. */
  readonly messageId: string | null
  /** Identifiers between single spaces, few and short enough for a header. */
  readonly inReplyTo: string | null
  readonly references: string | null
}

const identifiers = /<[!#-;=?A-~]{1,120}@[!#-;=?A-~]{1,120}>/g
const maxParents = 10
const maxReferences = 40

/**
 * Reads the threading fields of a header, unfolded. Only what is surely an identifier is kept, because it is written into
 * another mail: printable ASCII, one "@" in angle brackets, no quotes. Of long lists the first and the latest stay.
 */
export function threadOf(values: (name: string) => readonly string[]): MessageThread {
  const listOf = (name: string, max: number) => {
    const found = values(name).join(' ').match(identifiers) ?? []
    const kept = found.length > max ? [...found.slice(0, 1), ...found.slice(1 - max)] : found
    return kept.length === 0 ? null : kept.join(' ')
  }
  const own = values('message-id')
  const [messageId] = own.length === 1 ? (own[0]?.match(identifiers) ?? []) : []
  return {
    messageId: messageId === own[0] ? (messageId ?? null) : null,
    inReplyTo: listOf('in-reply-to', maxParents),
    references: listOf('references', maxReferences),
  }
}
