/** A token of RFC 5322 section 3.2. White space between tokens is not kept. */
export interface Token {
  readonly kind: 'atom' | 'quoted' | 'literal' | 'comment' | 'special'
  /** Without quotation marks, brackets and escapes; for a special the character itself. */
  readonly text: string
  /** Whether white space or a comment stood before it. */
  readonly spaced: boolean
}

const maxCommentDepth = 20
const atomRun = /[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u{80}-\u{10ffff}]+/uy
const spaceRun = /[ \t]+/y
const specials = new Set(['<', '>', ',', ':', ';', '@', '.'])

interface Reading {
  readonly text: string
  at: number
}

/** Cuts an unfolded structured field body into tokens; `null` for controls, unclosed quotes, comments or brackets. */
export function tokensOf(text: string): readonly Token[] | null {
  const reading: Reading = { text, at: 0 }
  const tokens: Token[] = []
  let spaced = false
  while (reading.at < text.length) {
    if (run(reading, spaceRun) !== null) {
      spaced = true
      continue
    }
    const token = nextToken(reading, spaced)
    if (token === null) return null
    tokens.push(token)
    spaced = token.kind === 'comment'
  }
  return tokens
}

function nextToken(reading: Reading, spaced: boolean): Token | null {
  const atom = run(reading, atomRun)
  if (atom !== null) return { kind: 'atom', text: atom, spaced }
  const character = reading.text[reading.at] ?? ''
  reading.at += 1
  if (specials.has(character)) return { kind: 'special', text: character, spaced }
  if (character === '"') return closed('quoted', readUntil(reading, '"'), spaced)
  if (character === '[') return closed('literal', readUntil(reading, ']'), spaced)
  if (character === '(') return closed('comment', readComment(reading), spaced)
  return null
}

function closed(kind: Token['kind'], text: string | null, spaced: boolean): Token | null {
  return text === null ? null : { kind, text, spaced }
}

function run(reading: Reading, pattern: RegExp): string | null {
  pattern.lastIndex = reading.at
  const found = pattern.exec(reading.text)
  if (found === null) return null
  reading.at += found[0].length
  return found[0]
}

/** The rest of a quoted string (section 3.2.4) or domain literal, its escapes resolved. */
function readUntil(reading: Reading, end: string): string | null {
  let text = ''
  while (reading.at < reading.text.length) {
    const character = takeCharacter(reading)
    if (character.text === null) return null
    if (character.text === end && !character.escaped) return text
    text += character.text
  }
  return null
}

/** The rest of a comment (section 3.2.2), inner comments included as text. */
function readComment(reading: Reading): string | null {
  let text = ''
  let depth = 1
  while (reading.at < reading.text.length) {
    const { text: character, escaped } = takeCharacter(reading)
    if (character === null) return null
    if (!escaped && character === '(') depth += 1
    if (!escaped && character === ')') depth -= 1
    if (depth === 0) return text
    if (depth > maxCommentDepth) return null
    text += character
  }
  return null
}

function takeCharacter(reading: Reading): { readonly text: string | null; readonly escaped: boolean } {
  const escaped = reading.text[reading.at] === '\\'
  const character = reading.text[reading.at + (escaped ? 1 : 0)]
  reading.at += escaped ? 2 : 1
  const isWanted = character !== undefined && (character === '\t' || !/\p{Cc}/u.test(character))
  return { text: isWanted ? character : null, escaped }
}
