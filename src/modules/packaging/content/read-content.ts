import { readMessage, readStructure, showEvent, type MessageFile } from '../../../lib/mime/index.ts'
import type { PackNote } from '../packaging.ts'
import type { PdfDocument } from '../pdf/pdf-document.ts'
import { contentTexts, type ContentTexts } from './content-texts.ts'
import { headerRows } from './mail-headers.ts'

/** Images shown inside the text, all together. */
const maxInlineImageBytes = 40 * 1024 * 1024

export interface ContentOptions {
  readonly language: 'de' | 'en'
  /** Print the words only: for messages whose layout cannot be printed. */
  readonly isTextOnly: boolean
  /** In which times of events are shown beside the written ones. */
  readonly timeZone: string
}

/** A part that stands beside message.eml, decoded. The name is the sender's, or one made from the type. */
export interface FoundFile extends Omit<MessageFile, 'content'> {
  readonly bytes: Uint8Array
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
  const { language, isTextOnly } = options
  const texts = contentTexts(language)
  const message = readMessage(readStructure(content), { isTextOnly, pgpBlockText: texts.pgpBlock, isWithBytes: true })
  const files = message.files.flatMap(toFound)
  const { subject, body, sentAt } = message
  const images = body.kind === 'html' ? pickInlineImages(body.text, files) : new Map<string, FoundFile>()
  const inline = new Set(images.values())
  const notes: readonly PackNote[] = isTextOnly ? ['text-only', ...message.notes] : message.notes
  return {
    title: subject === '' ? texts.noSubject : subject,
    sentAt: sentAt?.instant ?? null,
    document: {
      headers: [
        ...headerRows(message, { texts, language }),
        ...message.events.flatMap((event) => showEvent(event, { language, timeZone: options.timeZone })),
      ],
      body:
        body.kind === 'html'
          ? { kind: 'html', html: body.text, inlineImages: images }
          : { kind: 'text', text: body.text },
      notices: notes.map((note) => noticeOf(note, texts)),
    },
    files: files.filter((file) => !inline.has(file)),
    notes,
  }
}

const toFound = ({ content, ...file }: MessageFile): readonly FoundFile[] =>
  content.kind === 'bytes' ? [{ ...file, bytes: content.bytes }] : []

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
    if (isNamed && shownTypes.test(file.mediaType) && bytes <= maxInlineImageBytes) picked.set(file.contentId, file)
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
