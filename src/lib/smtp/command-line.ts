/** RFC 4954 section 4: an AUTH line may have 12,288 octets. Every other command is far below (RFC 5321 section 4.5.3.1.4). */
export const maxCommandBytes = 12_288

export interface CommandLine {
  /** In upper case. */
  readonly verb: string
  /** Behind the blank that follows the verb, without blanks at its end. */
  readonly rest: string
}

/** Splits a line, its CRLF already taken away, into verb and parameters (RFC 5321 section 2.4: verbs in any case). */
export function splitCommand(line: string): CommandLine {
  const blank = line.indexOf(' ')
  if (blank === -1) return { verb: line.toUpperCase(), rest: '' }
  return { verb: line.slice(0, blank).toUpperCase(), rest: line.slice(blank + 1).trimEnd() }
}

const httpRequest = /^(?:OPTIONS|GET|HEAD|POST|PUT|DELETE|TRACE|CONNECT|PATCH) \S.* HTTP\/\d/i

/** A line that no SMTP client sends, such as a browser's request or the first bytes of TLS: no further word is worth an answer. */
export function isOtherProtocol(line: string): boolean {
  const first = line.charCodeAt(0)
  return first < 0x09 || (first > 0x0d && first < 0x20) || first >= 0x7f || httpRequest.test(line)
}
