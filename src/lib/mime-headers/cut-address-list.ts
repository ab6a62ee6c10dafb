/** A part of an address field between separators, exactly as written, white space and comments included. */
export interface ListPiece {
  readonly text: string
  /** What stands behind it; `:` begins a group and `;` ends one. */
  readonly end: ',' | ':' | ';' | ''
}

interface Scan {
  readonly text: string
  at: number
}

/**
 * Cuts the value of an address field (RFC 5322 section 3.4) at the separators that stand outside quotes, comments, angle
 * brackets and domain literals. Put together again, the pieces are the value. Never fails: an unclosed quote, comment or
 * bracket makes the rest one piece. Work is linear.
 */
export function cutAddressList(value: string): readonly ListPiece[] {
  const scan: Scan = { text: value, at: 0 }
  const pieces: ListPiece[] = []
  for (let start = 0; ; start = scan.at) {
    const end = nextSeparator(scan)
    pieces.push({ text: value.slice(start, end === '' ? undefined : scan.at - 1), end })
    if (end === '') return pieces
  }
}

/** Moves behind the next separator; '' at the end of the text. */
function nextSeparator(scan: Scan): ListPiece['end'] {
  while (scan.at < scan.text.length) {
    const character = scan.text[scan.at] ?? ''
    scan.at += 1
    if (character === ',' || character === ':' || character === ';') return character
    if (character === '"') passQuoted(scan, '"')
    if (character === '[') passQuoted(scan, ']')
    if (character === '(') passComment(scan)
    if (character === '<') passAngle(scan)
  }
  return ''
}

function passQuoted(scan: Scan, close: string): void {
  for (; scan.at < scan.text.length; scan.at += 1) {
    const character = scan.text[scan.at]
    if (character === '\\') scan.at += 1
    else if (character === close) break
  }
  scan.at += 1
}

function passComment(scan: Scan): void {
  for (let depth = 1; depth > 0 && scan.at < scan.text.length; scan.at += 1) {
    const character = scan.text[scan.at]
    if (character === '\\') scan.at += 1
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
  }
}

function passAngle(scan: Scan): void {
  while (scan.at < scan.text.length) {
    const character = scan.text[scan.at]
    scan.at += 1
    if (character === '>') return
    if (character === '"') passQuoted(scan, '"')
    if (character === '(') passComment(scan)
  }
}
