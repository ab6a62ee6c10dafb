import type { PackNote } from '../packaging.ts'
import type { PdfDocument } from '../pdf/pdf-document.ts'
import { contentLimits } from './content-limits.ts'
import { contentTexts, type ContentTexts } from './content-texts.ts'
import { gatherParts, type BodyPiece, type FoundFile } from './gather-parts.ts'
import { readMailHeaders } from './mail-headers.ts'
import { readMimeTree } from './mime-tree.ts'
import { readCalendar } from './read-calendar.ts'
import { showEvent } from './show-event.ts'
import { textOfHtml } from './text-of-html.ts'

export interface ContentOptions {
  readonly language: 'de' | 'en'
  /** Print the words only: for messages whose layout cannot be printed. */
  readonly isTextOnly: boolean
}

/** A message as it is printed and packed. */
export interface ReadContent {
  /** The subject, or what stands for it. */
  readonly title: string
  readonly sentAt: Date | null
  readonly document: Omit<PdfDocument, 'attachments'>
  /** What stands beside message.eml, decoded, in the order of the message. Names are the sender's: hostile. */
  readonly files: readonly FoundFile[]
  readonly notes: readonly PackNote[]
}

/** Reads any bytes as a message; what cannot be read is left to message.eml. Never throws for malformed input. */
export function readContent(content: Uint8Array, options: ContentOptions): ReadContent {
  const texts = contentTexts(options.language)
  const tree = readMimeTree(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
  const found = gatherParts(tree.root, { isTextOnly: options.isTextOnly, pgpBlockText: texts.pgpBlock })
  const { subject, sentAt, rows } = readMailHeaders(tree.header, { texts, language: options.language })
  const events = distinct(found.calendars).flatMap(readCalendar).slice(0, maxEvents)
  const body = joinPieces(found.pieces, options.isTextOnly)
  const images = body.kind === 'html' ? pickInlineImages(body.text, found.files) : new Map<string, FoundFile>()
  const inline = new Set(images.values())
  const notes: PackNote[] = [
    ...(options.isTextOnly ? (['text-only'] as const) : []),
    ...(body.isShortened ? (['text-shortened'] as const) : []),
    ...(tree.isComplete && found.isComplete ? [] : (['parts-left-out'] as const)),
    ...(found.isEncryptedInside ? (['encrypted-inside'] as const) : []),
    ...(found.isWinmailUnread ? (['winmail-unread'] as const) : []),
  ]
  return {
    title: subject === '' ? texts.noSubject : subject,
    sentAt: sentAt?.instant ?? null,
    document: {
      headers: [...rows, ...events.flatMap((event) => showEvent(event, { texts, language: options.language }))],
      body:
        body.kind === 'html'
          ? { kind: 'html', html: body.text, inlineImages: images }
          : { kind: 'text', text: body.text },
      notices: notes.map((note) => noticeOf(note, texts)),
    },
    files: found.files.filter((file) => !inline.has(file)),
    notes,
  }
}

const maxEvents = 10

/** Many programs send the same invitation as a part and as a file. */
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)]

function noticeOf(note: PackNote, texts: ContentTexts): string {
  switch (note) {
    case 'text-only':
      return texts.textOnly
    case 'text-shortened':
      return texts.textShortened
    case 'parts-left-out':
      return texts.partsLeftOut
    case 'encrypted-inside':
      return texts.encryptedInside
    case 'winmail-unread':
      return texts.winmailUnread
  }
}

interface Body extends BodyPiece {
  readonly isShortened: boolean
}

/** Several bodies become one, in their order: HTML as soon as one of them is. */
function joinPieces(pieces: readonly BodyPiece[], isTextOnly: boolean): Body {
  const filled = pieces.filter(({ text }) => text.trim() !== '')
  const isHtml = !isTextOnly && filled.some(({ kind }) => kind === 'html')
  const texts = filled.map((piece) => {
    if (piece.kind === 'text') return isHtml ? htmlOfText(piece.text) : piece.text
    return isHtml ? piece.text : textOfHtml(piece.text)
  })
  const joined = texts.join(isHtml ? '\n<hr>\n' : '\n\n')
  const isShortened = joined.length > contentLimits.maxTextChars
  return { kind: isHtml ? 'html' : 'text', text: joined.slice(0, contentLimits.maxTextChars), isShortened }
}

const htmlOfText = (text: string): string =>
  `<p>${text.trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(/\r?\n/g, '<br>')}</p>`

/** Kinds the PDF can show and that cannot hold script. */
const shownTypes = /^image\/(?:png|jpe?g|gif)$/

/** Images that the HTML refers to by content id (RFC 2392). What was sent as an attachment stays one as well. */
function pickInlineImages(html: string, files: readonly FoundFile[]): ReadonlyMap<string, FoundFile> {
  const named = new Set(
    [...html.matchAll(/\bcid:([^\s"'<>)]{1,250})/gi)].map(([, id = '']) => decodePercent(id).toLowerCase()),
  )
  const picked = new Map<string, FoundFile>()
  let bytes = 0
  for (const file of files) {
    const isNamed = file.contentId !== '' && named.has(file.contentId.toLowerCase())
    bytes += isNamed ? file.bytes.length : 0
    if (isNamed && shownTypes.test(file.mediaType) && bytes <= contentLimits.maxInlineImageBytes)
      picked.set(file.contentId, file)
  }
  return picked
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
