import { readMailDate, type MailDate } from '../../time/index.ts'
import { readCalendar, wordsOfCalendar } from '../calendar/read-calendar.ts'
import type { CalendarEvent } from '../calendar/calendar-event.ts'
import { decodeWords } from '../header/decode-words.ts'
import { readHeader, type Header } from '../header/part-header.ts'
import { readAddresses, type ShownAddress } from '../header/read-addresses.ts'
import { mimeLimits } from '../mime-limits.ts'
import type { MessagePart, MessageStructure } from '../structure/message-part.ts'
import type { BodyPiece } from './body-text.ts'
import { gatherParts, type Gathered, type GatherOptions } from './gather-parts.ts'
import type { MessageFile } from './message-file.ts'
import { textOfHtml } from './text-of-html.ts'

/** What the reader should know about what is shown; the original holds everything in any case. */
export type MessageNote =
  /** The text was too long: its beginning is shown. */
  | 'text-shortened'
  /** There are more parts than are looked at, or they are nested too deeply. */
  | 'parts-left-out'
  /** The message, or a part of it, is itself encrypted (S/MIME, PGP). */
  | 'encrypted-inside'
  /** A winmail.dat could not be read; it is among the files as it came. */
  | 'winmail-unread'

/** A message as people read it. Plain data, which may be handed to another thread. */
export interface MessageContent {
  readonly subject: string
  readonly from: readonly ShownAddress[]
  readonly to: readonly ShownAddress[]
  readonly cc: readonly ShownAddress[]
  /** Null for a Date that is none by RFC 5322; it is then shown as `dateText` has it. */
  readonly sentAt: MailDate | null
  readonly dateText: string
  /** With angle brackets; null when there is none. */
  readonly messageId: string | null
  readonly body: BodyPiece
  /** What is saved rather than shown, in the order of the message. Names are the sender's: hostile. */
  readonly files: readonly MessageFile[]
  readonly events: readonly CalendarEvent[]
  readonly notes: readonly MessageNote[]
}

/** Never throws for malformed input; every step is bounded by `mimeLimits`. */
export function readMessage(structure: MessageStructure, options: GatherOptions): MessageContent {
  const header = readHeader(structure.headerBlock, charsetIn(structure.root))
  const found = gatherParts(structure.root, options)
  const calendars = distinct(found.calendars)
  const hasText = found.pieces.some(({ text }) => text.trim() !== '')
  const words = hasText ? [] : calendars.map((text): BodyPiece => ({ kind: 'text', text: wordsOfCalendar(text) }))
  const { body, isShortened } = joinPieces([...found.pieces, ...words], options.isTextOnly)
  const date = header.first('date')
  return {
    subject: decodeWords(header.first('subject')).slice(0, maxFieldChars),
    from: readAddresses(header.all('from')),
    to: readAddresses(header.all('to')),
    cc: readAddresses(header.all('cc')),
    sentAt: readMailDate(date),
    dateText: decodeWords(date).slice(0, maxDateChars),
    messageId: messageIdOf(header),
    body,
    files: found.files,
    events: calendars.flatMap(readCalendar).slice(0, mimeLimits.maxEvents),
    notes: notesOf(found, isShortened || found.isTextCut, structure.isComplete),
  }
}

const maxFieldChars = 4_000
const maxDateChars = 100

/** The charset of the first text, which is likely that of raw letters in the header as well. */
function charsetIn(part: MessagePart): string {
  if (part.children.length === 0)
    return part.mediaType.startsWith('text/') ? (part.parameters.get('charset') ?? '') : ''
  return part.children.map(charsetIn).find((charset) => charset !== '') ?? ''
}

const messageIdOf = (header: Header): string | null =>
  /<[^<>\s]{1,900}>/.exec(header.first('message-id').slice(0, 1_000))?.[0] ?? null

/** Many programs send the same invitation as a part and as a file. */
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

function notesOf(found: Gathered, isShortened: boolean, isComplete: boolean): readonly MessageNote[] {
  return [
    ...(isShortened ? (['text-shortened'] as const) : []),
    ...(isComplete && found.isComplete ? [] : (['parts-left-out'] as const)),
    ...(found.isEncryptedInside ? (['encrypted-inside'] as const) : []),
    ...(found.isWinmailUnread ? (['winmail-unread'] as const) : []),
  ]
}

/** Several bodies become one, in their order: HTML as soon as one of them is. */
function joinPieces(
  pieces: readonly BodyPiece[],
  isTextOnly: boolean,
): { readonly body: BodyPiece; readonly isShortened: boolean } {
  const filled = pieces.filter(({ text }) => text.trim() !== '')
  const isHtml = !isTextOnly && filled.some(({ kind }) => kind === 'html')
  const texts = filled.map((piece) => {
    if (piece.kind === 'text') return isHtml ? htmlOfText(piece.text) : piece.text
    return isHtml ? piece.text : textOfHtml(piece.text)
  })
  const joined = texts.join(isHtml ? '\n<hr>\n' : '\n\n')
  const text = joined.slice(0, mimeLimits.maxTextChars)
  return { body: { kind: isHtml ? 'html' : 'text', text }, isShortened: text.length < joined.length }
}

const htmlOfText = (text: string): string =>
  `<p>${text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(/\r?\n/g, '<br>')}</p>`
