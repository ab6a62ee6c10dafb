const lineFeed = 0x0a
const carriageReturn = 0x0d
const dash = 0x2d

/** The parts between the delimiter lines of a multipart body (RFC 2046 section 5.1.1); empty when there is no such line. */
export function splitMultipart(body: Buffer, boundary: string, maxParts: number): readonly Buffer[] {
  const parts: Buffer[] = []
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  let start = -1
  for (let at = body.indexOf(delimiter); at !== -1; at = body.indexOf(delimiter, at + 1)) {
    if (at > 0 && body[at - 1] !== lineFeed) continue
    const line = endOfDelimiter(body, at + delimiter.length)
    if (line === null) continue
    if (start !== -1) parts.push(body.subarray(start, Math.max(start, beforeLineEnd(body, at))))
    if (line.isLast || parts.length >= maxParts) return parts
    start = line.next
  }
  // A message that was cut off has no closing line.
  if (start !== -1) parts.push(body.subarray(start))
  return parts
}

interface DelimiterEnd {
  readonly next: number
  readonly isLast: boolean
}

/** Where the line of a delimiter ends, or null when something else follows on it: then it is another boundary, or text. */
function endOfDelimiter(body: Buffer, from: number): DelimiterEnd | null {
  const isLast = body[from] === dash && body[from + 1] === dash
  let at = isLast ? from + 2 : from
  while (body[at] === 0x20 || body[at] === 0x09 || body[at] === carriageReturn) at += 1
  if (at >= body.length) return { next: body.length, isLast }
  return body[at] === lineFeed ? { next: at + 1, isLast } : null
}

/** The line end before a delimiter belongs to it. */
function beforeLineEnd(body: Buffer, at: number): number {
  if (at > 0 && body[at - 1] === lineFeed) return at > 1 && body[at - 2] === carriageReturn ? at - 2 : at - 1
  return at
}

const guessedBytes = 4_096

/** A boundary that nobody declared, or declared wrongly: the first line of dashes that a part header follows. */
export function guessBoundary(body: Buffer): string | null {
  const beginning = body.toString('latin1', 0, guessedBytes)
  return (
    /(?:^|\n)--([^\s-][^\r\n]{0,199}?|-[^\r\n]{1,199}?)[ \t]*\r?\n(?:content-|mime-version:)/i.exec(beginning)?.[1] ??
    null
  )
}
