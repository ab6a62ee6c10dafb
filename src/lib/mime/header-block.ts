import { joinBytes, type Bytes } from '../bytes/index.ts'

const CR = 13
const LF = 10
const COLON = 58
const SPACE = 32
const TAB = 9

/**
 * Offset of the first byte after the empty line that ends the header block (RFC 5322 section 2.1), or -1 when it has not
 * come yet. A message that begins with an empty line has no header: 2. Lines end with CRLF.
 */
export function endOfHeader(bytes: Uint8Array): number {
  if (bytes[0] === CR && bytes[1] === LF) return 2
  for (let index = bytes.indexOf(CR); index !== -1 && index + 3 < bytes.length; index = bytes.indexOf(CR, index + 1)) {
    if (bytes[index + 1] === LF && bytes[index + 2] === CR && bytes[index + 3] === LF) return index + 4
  }
  return -1
}

export interface HeaderField {
  /** Lower case; empty for a line that is no field. */
  readonly name: string
  /** The field with its folded lines and the final CRLF. */
  readonly raw: Uint8Array
}

function nameOf(line: Uint8Array): string {
  const colon = line.indexOf(COLON)
  if (colon <= 0 || colon > 200) return ''
  return String.fromCharCode(...line.subarray(0, colon))
    .trim()
    .toLowerCase()
}

/** Splits a header block (without the closing empty line) into fields; bytes are kept exactly. */
export function splitFields(header: Uint8Array): HeaderField[] {
  const fields: HeaderField[] = []
  let start = 0
  while (start < header.length) {
    let end = start
    do {
      const feed = header.indexOf(LF, end)
      end = feed === -1 ? header.length : feed + 1
    } while (end < header.length && (header[end] === SPACE || header[end] === TAB))
    const raw = header.subarray(start, end)
    fields.push({ name: nameOf(raw), raw })
    start = end
  }
  return fields
}

/** The unfolded value of a field as Latin-1 text, without its name. */
export function valueOf(field: HeaderField): string {
  const text = Array.from(field.raw.subarray(field.raw.indexOf(COLON) + 1), (byte) => String.fromCharCode(byte)).join(
    '',
  )
  return text.replace(/\r?\n(?=[ \t])/g, '').trim()
}

/** Writes fields back, byte for byte, with lines put in front. */
export function joinFields(fields: readonly HeaderField[], linesInFront: Uint8Array): Bytes {
  return joinBytes([linesInFront, ...fields.map((field) => field.raw)])
}
