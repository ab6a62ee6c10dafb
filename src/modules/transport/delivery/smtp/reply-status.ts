import { scrubText } from '../../../../platform/log/log.ts'

const maxTextChars = 400
/** As long as a link secret or longer, and written in its alphabet. */
const longWord = /[A-Za-z0-9_-]{27,}/g

/**
 * A host's words as far as they may be kept and passed on: one line of printable text, without links to a message,
 * long numbers, or anything that could be a link secret a content filter quotes back.
 */
export function safeReplyText(text: string): string {
  const oneLine = text
    .replace(/[\r\n]\d{3}[- ]/g, ' ')
    .replace(/[^\x21-\x7e]+/g, ' ')
    .trim()
  return scrubText(oneLine.replace(longWord, '[withheld]')).slice(0, maxTextChars)
}

/** The enhanced status in a reply (RFC 2034), or the class of its three digits when it has none. */
export function statusOfReply(reply: string): string {
  const match = /^([245])\d\d[ -](?:([245])\.(\d{1,3})\.(\d{1,3})\b)?/.exec(reply)
  if (match === null) return '4.0.0'
  return match[2] === match[1] && match[3] !== undefined && match[4] !== undefined
    ? `${match[2]}.${match[3]}.${match[4]}`
    : `${match[1] ?? '4'}.0.0`
}
