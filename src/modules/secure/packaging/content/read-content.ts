import { namesInHtml, readMessage, readStructure, showEvent, type MessageFile } from '../../../../lib/mime/index.ts'
import type { PackNote } from '../packaging.ts'
import type { PdfDocument } from '../../../../lib/pdf/index.ts'
import { contentTexts, type ContentTexts } from './content-texts.ts'
import { headerRows } from './mail-headers.ts'

export interface ContentOptions {
  readonly language: 'de' | 'en'
  /** Print the words only: for messages whose layout cannot be printed. */
  readonly isTextOnly: boolean
  /** In which times of events are shown beside the written ones. */
  readonly timeZone: string
}

/** A part that may stand beside message.eml, decoded. The name is the sender's, or one made from the type. */
export interface FoundFile extends Omit<MessageFile, 'content'> {
  readonly bytes: Uint8Array
}

/** A message as it is printed and packed. */
export interface ReadContent {
  /** The subject, or what stands for it. */
  readonly title: string
  readonly sentAt: Date | null
  readonly document: Omit<PdfDocument, 'attachments'>
  /**
   * What may stand beside message.eml, decoded, in the order of the message. Names are the sender's: hostile. Only an image
   * that was really drawn, and that was not sent as an attachment, may be left out (RFC 2183 section 2).
   */
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
          ? { kind: 'html', html: body.text, inlineImages: imagesByName(files) }
          : { kind: 'text', text: body.text },
      notices: notes.map((note) => noticeOf(note, texts)),
    },
    files,
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

/** The files by all names that HTML may call them; the first one counts. */
function imagesByName(files: readonly FoundFile[]): ReadonlyMap<string, FoundFile> {
  const named = new Map<string, FoundFile>()
  for (const file of files) {
    for (const name of namesInHtml(file)) if (!named.has(name)) named.set(name, file)
  }
  return named
}
