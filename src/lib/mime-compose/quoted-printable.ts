import { encodeUtf8 } from '../bytes/index.ts'

const maxLine = 76

/** Text as quoted-printable UTF-8 (RFC 2045 section 6.7) with CRLF line ends; any kind of line end is accepted. */
export const encodeQuotedPrintable = (text: string): string =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => breakLine(encodeLine(line)))
    .join('\r\n')

/** Every character of the line in its encoded form; white space at its end would be lost on the way. */
function encodeLine(line: string): readonly string[] {
  const characters = [...line].map((character) => (/^[\t -<>-~]$/.test(character) ? character : escape(character)))
  const last = characters.at(-1)
  if (last === ' ' || last === '\t') characters.splice(-1, 1, escape(last))
  // A dot alone ends an SMTP transaction, and "From " starts a message in a mailbox file.
  if (characters[0] === '.' || characters[0] === 'F') characters.splice(0, 1, escape(characters[0]))
  return characters
}

const escape = (character: string): string =>
  [...encodeUtf8(character)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')

function breakLine(characters: readonly string[]): string {
  const lines: string[] = []
  let line = ''
  for (const character of characters) {
    if (line.length + character.length >= maxLine) {
      lines.push(`${line}=`)
      line = ''
    }
    line += character
  }
  return [...lines, line].join('\r\n')
}
