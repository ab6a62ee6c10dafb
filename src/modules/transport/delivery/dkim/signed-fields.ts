/** One header field as it stands in the message: its lines, without the last line end. */
export interface HeaderField {
  /** Lower case. */
  readonly name: string
  readonly text: string
}

/**
 * Fields that decide what a reader sees and whom they answer: each is listed once more than it occurs, also when it is
 * absent, so that nobody can add another one in front of it under our signature (RFC 6376 sections 5.4.2 and 8.15).
 */
const alwaysOnceMore = [
  'from',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
] as const
/** The same where they occur; where they do not, a mailing list may add them. */
const onceMoreWhenPresent = ['sender', 'in-reply-to', 'references'] as const
const eachOccurrence = [
  'content-id',
  'content-description',
  'resent-date',
  'resent-from',
  'resent-sender',
  'resent-to',
  'resent-cc',
  'resent-message-id',
  'list-id',
  'list-help',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'list-subscribe',
  'list-post',
  'list-owner',
  'list-archive',
] as const

/** Splits a header whose lines end with CRLF; a line that is no field belongs to nothing and is not signed. */
export function readFields(header: string): readonly HeaderField[] {
  const fields: HeaderField[] = []
  let lines: string[] = []
  const finish = () => {
    const text = lines.join('\r\n')
    const colon = text.indexOf(':')
    if (colon > 0) fields.push({ name: text.slice(0, colon).trimEnd().toLowerCase(), text })
  }
  for (const line of header.split('\r\n')) {
    const isContinued = line.startsWith(' ') || line.startsWith('\t')
    if (isContinued && lines.length > 0) lines.push(line)
    else {
      finish()
      lines = [line]
    }
  }
  finish()
  return fields
}

/** RFC 6376 section 3.4.2, without the line end. */
export function relaxField(text: string): string {
  const colon = text.indexOf(':')
  const value = text
    .slice(colon + 1)
    .split('\r\n')
    .join('')
    .split(/[ \t]/)
    .filter((word) => word !== '')
    .join(' ')
  return `${text.slice(0, colon).trimEnd().toLowerCase()}:${value}`
}

/** The names for `h=`, and the fields they stand for: of several with one name the last comes first (section 5.4.2). */
export function chooseFields(fields: readonly HeaderField[]): {
  readonly names: readonly string[]
  readonly signed: readonly HeaderField[]
} {
  const occurrences = (name: string) => fields.filter((field) => field.name === name).toReversed()
  const names: string[] = []
  const signed: HeaderField[] = []
  const add = (name: string, extra: number) => {
    const found = occurrences(name)
    signed.push(...found)
    names.push(...Array.from({ length: found.length + extra }, () => name))
  }
  for (const name of alwaysOnceMore) add(name, 1)
  for (const name of onceMoreWhenPresent) if (occurrences(name).length > 0) add(name, 1)
  for (const name of eachOccurrence) add(name, 0)
  return { names, signed }
}
