/** One reply of a server (RFC 5321 section 4.2). */
export interface SmtpReply {
  readonly code: number
  /** Enhanced status code (RFC 3463); null for the greeting, for answers to EHLO and for 3yz (RFC 2034 section 4). */
  readonly enhanced: string | null
  readonly text: string
  /** Further lines before the last one is sent; each line but the last gets a hyphen. */
  readonly more?: readonly string[]
}

/** A section 4.5.3.1.5 line has 512 octets, its code, status and CRLF included. */
const maxTextChars = 380

/** A reply as bytes of ASCII go out. No text can end its line: what is not printable becomes a blank or a question mark. */
export function formatReply({ code, enhanced, text, more = [] }: SmtpReply): string {
  const status = enhanced === null ? '' : `${enhanced} `
  const lines = [text, ...more]
  let wire = ''
  for (const [index, line] of lines.entries()) {
    wire += `${code}${index === lines.length - 1 ? ' ' : '-'}${status}${replyText(line)}\r\n`
  }
  return wire
}

/** One line of ASCII, short enough for a reply line. */
export function replyText(text: string): string {
  if (text.length <= maxTextChars && printable.test(text)) return text
  const line = text.replace(/[^\x20-\x7e]+/gu, (unprintable) => (/^\s+$/u.test(unprintable) ? ' ' : '?'))
  return line.slice(0, maxTextChars)
}

const printable = /^[\x20-\x7e]*$/
