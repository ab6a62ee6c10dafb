import { encodeBase64, encodeUtf8 } from '../bytes/index.ts'

/** Encoded words may have 75 characters; this leaves room for "=?utf-8?B?…?=" (RFC 2047 section 2). */
const wordBytes = 42

/** Unstructured header text or a display name: as it is when it is plain ASCII, otherwise as folded encoded words. */
export function encodeHeaderText(text: string): string {
  const line = oneLine(text)
  return /^[ -~]{0,60}$/.test(line) && !line.includes('=?') ? line : encodeWords(line)
}

export interface NamedAddress {
  readonly name: string
  readonly address: string
}

/** `name <address>`. The address must have been checked: it is only freed of line ends here. */
export function encodeAddress({ name, address }: NamedAddress): string {
  const plain = `<${oneLine(address).replaceAll(/[<>\s]/g, '')}>`
  const shown = oneLine(name)
  if (shown === '') return plain
  const isAtoms = /^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]{1,60}$/.test(shown) && !shown.includes('=?')
  return isAtoms ? `${shown} ${plain}` : `${encodeWords(shown)}\r\n ${plain}`
}

const encodeWords = (text: string): string =>
  piecesOf(text)
    .map((piece) => `=?utf-8?B?${encodeBase64(encodeUtf8(piece))}?=`)
    .join('\r\n ')

/** A parameter such as a file name, percent-encoded and continued over lines where it is long (RFC 2231 sections 3 and 4). */
export function encodeParameter(name: string, value: string): string {
  const line = oneLine(value)
  if (/^[A-Za-z0-9 ._()-]{1,60}$/.test(line)) return `;\r\n ${name}="${line}"`
  const pieces = percentPieces(line)
  if (pieces.length === 1) return `;\r\n ${name}*=utf-8''${pieces[0] ?? ''}`
  return pieces.map((piece, index) => `;\r\n ${name}*${index}*=${index === 0 ? "utf-8''" : ''}${piece}`).join('')
}

function percentPieces(text: string): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of text) {
    const encoded = /^[A-Za-z0-9._-]$/.test(character) ? character : percentEncode(character)
    if (piece.length + encoded.length > 54) {
      pieces.push(piece)
      piece = ''
    }
    piece += encoded
  }
  return [...pieces, piece]
}

const percentEncode = (character: string): string =>
  [...encodeUtf8(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

/** Pieces that never cut a character, since each encoded word is decoded by itself (RFC 2047 section 5). */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  for (const character of text) {
    if (encodeUtf8(piece + character).length > wordBytes) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return [...pieces, piece]
}

/** No line ends and no other control characters: what a person typed never becomes a header of its own. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ').trim()
