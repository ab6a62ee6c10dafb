import { drawDocument } from './draw-document.ts'
import type { DrawOptions } from './draw-document.ts'
import { addressBlocks, closingBlocks, openingBlocks, paragraph } from './document-blocks.ts'
import { holdsUndrawable, isUndrawable } from './fonts/undrawable.ts'
import { PageFiller, pageColumn } from './lay-out-pages.ts'
import type { Block } from './model/blocks.ts'
import { bounds } from './model/bounds.ts'
import { bodyStyle, colours } from './model/look.ts'
import type { PdfBody, PdfDocument, WrittenPdf } from './pdf-document.ts'
import { htmlBlocks } from './html/html-blocks.ts'
import { ImageStore } from './images/image-store.ts'
import { textBlocks } from './text-blocks.ts'
import { wordings } from './wording.ts'
import type { Language } from './wording.ts'

export interface PdfOptions {
  /** Opens the file for reading; another, random one that nobody learns owns it. */
  readonly password: string
  readonly title: string
  readonly language: Language
}

/** The text of a message as a tagged PDF 2.0, encrypted with AES-256 (revision 6). Hostile input costs time in proportion to its size. */
export async function writePdf(document: PdfDocument, options: PdfOptions): Promise<WrittenPdf> {
  return renderPdf(document, options)
}

/** The same without a password: for tests, which look into it. */
export async function renderPdf(document: PdfDocument, options: DrawOptions): Promise<WrittenPdf> {
  const { language } = options
  const words = wordings[language]
  const images = new ImageStore(document.body.kind === 'html' ? document.body.inlineImages : new Map(), words.image)
  const body = bodyBlocks(document.body, { images, language })
  const title = options.title.trim() === '' ? '–' : options.title.slice(0, bounds.titleCharacters)
  const names = document.attachments(new Set()).some(({ name }) => isUndrawable(name))
  const isLettersMissing =
    names || holdsUndrawable(openingBlocks(document, { title, notices: [] })) || holdsUndrawable(body)
  const notices = [
    ...document.notices,
    ...(isLettersMissing ? [words.lettersMissing] : []),
    ...(images.hasUnreadable ? [words.imagesMissing] : []),
  ]
  const empty = paragraph(words.empty, { ...bodyStyle, colour: colours.soft, isItalic: true }, {})
  const sample = title + (document.body.kind === 'text' ? document.body.text : document.body.html).slice(0, 100_000)
  const filler = new PageFiller(pageColumn(sample), paragraph(words.cut, { ...bodyStyle, isBold: true }, {}))
  filler.add(openingBlocks(document, { title, notices }))
  filler.add(body.length === 0 ? [empty] : body)
  const drawn = images.filesOf(filler.images())
  filler.add(closingBlocks(document.attachments(drawn), language))
  return { bytes: await drawDocument(filler.laidOut(), { ...options, title }), drawn }
}

function bodyBlocks(body: PdfBody, { images, language }: { images: ImageStore; language: Language }): readonly Block[] {
  if (body.kind === 'text') return textBlocks(body.text)
  const { blocks, addresses } = htmlBlocks(body.html, images)
  return addresses.length === 0 ? blocks : [...blocks, ...addressBlocks(addresses, wordings[language].links)]
}
