import { decodeWords } from '../mime/header/decode-words.ts'
import { tokensOf, type Token } from './tokens.ts'

export interface MailboxEntry {
  readonly kind: 'mailbox'
  /** The display name as people read it; empty when there is none. It proves nothing about the sender. */
  readonly name: string
  /** `local@domain` as written; a local part that needs quotation marks has them. Not yet in the form to compare. */
  readonly address: string
}

export interface GroupEntry {
  readonly kind: 'group'
  readonly name: string
  readonly members: readonly MailboxEntry[]
}

export type ListEntry = MailboxEntry | GroupEntry

const maxEntries = 5000
const dotAtom = /^[^\s.]+(?:\.[^\s.]+)*$/
const onlyAtomText = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.\u{80}-\u{10ffff}]+$/u

interface Cursor {
  readonly tokens: readonly Token[]
  at: number
}

/**
 * Reads an address list (RFC 5322 section 3.4); empty elements between commas are passed over (section 4.4), source
 * routes are not. `null` for anything malformed and for more than 5,000 entries; an empty list is an empty array.
 */
export function parseAddressList(text: string): readonly ListEntry[] | null {
  const tokens = tokensOf(text)
  if (tokens === null) return null
  const cursor: Cursor = { tokens, at: 0 }
  const entries = readEntries(cursor, true)
  return entries !== null && cursor.at === tokens.length ? entries : null
}

function readEntries(cursor: Cursor, mayGroup: boolean): ListEntry[] | null {
  const entries: ListEntry[] = []
  for (;;) {
    takeWhile(cursor, (token) => isSpecial(token, ',') || isComment(token))
    const next = peek(cursor)
    if (next === undefined || isSpecial(next, ';')) return entries
    const entry = readEntry(cursor, mayGroup)
    if (entry === null || entries.length >= maxEntries) return null
    entries.push(entry)
    const end = peek(cursor)
    if (end !== undefined && !isSpecial(end, ',') && !isSpecial(end, ';')) return null
  }
}

function readEntry(cursor: Cursor, mayGroup: boolean): ListEntry | null {
  const words = takeWhile(cursor, isLocalToken)
  const next = peek(cursor)
  if (isSpecial(next, '<')) return readAngle(cursor, words)
  if (isSpecial(next, ':')) return mayGroup && words.length > 0 ? readGroup(cursor, words) : null
  return readBare(cursor, words)
}

function readAngle(cursor: Cursor, words: readonly Token[]): MailboxEntry | null {
  cursor.at += 1
  const address = readAddrSpec(cursor, takeWhile(cursor, isLocalToken))
  if (address === null || !isSpecial(peek(cursor), '>')) return null
  cursor.at += 1
  takeWhile(cursor, isComment)
  return { kind: 'mailbox', name: phraseOf(words), address }
}

function readBare(cursor: Cursor, words: readonly Token[]): MailboxEntry | null {
  const address = readAddrSpec(cursor, words)
  const comment = cursor.tokens[cursor.at - 1]
  if (address === null) return null
  return { kind: 'mailbox', name: comment?.kind === 'comment' ? decodeWords(comment.text) : '', address }
}

function readGroup(cursor: Cursor, words: readonly Token[]): GroupEntry | null {
  cursor.at += 1
  const members = readEntries(cursor, false)
  if (members === null || !isSpecial(peek(cursor), ';')) return null
  cursor.at += 1
  takeWhile(cursor, isComment)
  return { kind: 'group', name: phraseOf(words), members: members.filter((entry) => entry.kind === 'mailbox') }
}

/** `local "@" domain` with the cursor at "@"; comments and spaces around its parts are allowed and not kept (section 4.4). */
function readAddrSpec(cursor: Cursor, localTokens: readonly Token[]): string | null {
  if (!isSpecial(peek(cursor), '@')) return null
  cursor.at += 1
  takeWhile(cursor, isComment)
  const local = localPartOf(withoutComments(localTokens))
  const domain = peek(cursor)?.kind === 'literal' ? takeWhile(cursor, isLiteral) : takeWhile(cursor, isDomainToken)
  const host = domainOf(withoutComments(domain))
  return local === null || host === null ? null : `${local}@${host}`
}

function localPartOf(tokens: readonly Token[]): string | null {
  const [only] = tokens
  if (tokens.length !== 1 || only?.kind !== 'quoted') return dotAtomOf(tokens)
  if (onlyAtomText.test(only.text) && dotAtom.test(only.text)) return only.text
  return `"${only.text.replace(/["\\]/g, (character) => `\\${character}`)}"`
}

function domainOf(tokens: readonly Token[]): string | null {
  const [only] = tokens
  return tokens.length === 1 && only?.kind === 'literal' ? `[${only.text}]` : dotAtomOf(tokens)
}

/** Atoms and dots in turn; two atoms side by side are not one word. */
function dotAtomOf(tokens: readonly Token[]): string | null {
  const isAlternating = tokens.every((token, index) => (index % 2 === 1 ? isDot(token) : token.kind === 'atom'))
  return isAlternating && tokens.length % 2 === 1 ? tokens.map((token) => token.text).join('') : null
}

function phraseOf(words: readonly Token[]): string {
  const shown = withoutComments(words).map((word, index) => (index > 0 && word.spaced ? ` ${word.text}` : word.text))
  return decodeWords(shown.join(''))
}

const peek = (cursor: Cursor): Token | undefined => cursor.tokens[cursor.at]
const isSpecial = (token: Token | undefined, text: string): boolean => token?.kind === 'special' && token.text === text
const isDot = (token: Token): boolean => isSpecial(token, '.')
const isComment = (token: Token): boolean => token.kind === 'comment'
const isLiteral = (token: Token): boolean => token.kind === 'literal' || isComment(token)
const isDomainToken = (token: Token): boolean => token.kind === 'atom' || isComment(token) || isDot(token)
const isLocalToken = (token: Token): boolean => token.kind === 'quoted' || isDomainToken(token)
const withoutComments = (tokens: readonly Token[]): readonly Token[] => tokens.filter((token) => !isComment(token))

function takeWhile(cursor: Cursor, isWanted: (token: Token) => boolean): readonly Token[] {
  const start = cursor.at
  for (let token = peek(cursor); token !== undefined && isWanted(token); token = peek(cursor)) cursor.at += 1
  return cursor.tokens.slice(start, cursor.at)
}
