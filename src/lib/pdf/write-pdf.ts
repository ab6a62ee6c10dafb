import { drawDocument } from './draw-document.ts'
import type { DrawOptions } from './draw-document.ts'
import { addressBlocks, closingBlocks, openingBlocks, paragraph } from './document-blocks.ts'
import { hanWritingOf } from './fonts/choose-face.ts'
import { FontsWantedError } from './fonts/fonts-wanted-error.ts'
import { holdsUndrawable, isUndrawable } from './fonts/undrawable.ts'
import { PageFiller, pageColumn } from './lay-out-pages.ts'
import type { Block } from './model/blocks.ts'
import { bounds } from './model/bounds.ts'
import { bodyStyle, colours } from './model/look.ts'
import type { PdfBody, PdfDocument, WrittenPdf } from './pdf-document.ts'
import type { PdfTools } from './pdf-tools.ts'
import { htmlBlocks } from './html/html-blocks.ts'
import { ImageStore } from './images/image-store.ts'
import { textBlocks } from './text-blocks.ts'
import { wordings } from './wording.ts'
import type { Language } from './wording.ts'

/**
 * The text of a message as a tagged PDF 2.0. Hostile input costs time in proportion to its size. Throws
 * `FontsWantedError` when a face is not at hand.
 */
export function writePdf(document: PdfDocument, options: DrawOptions, tools: PdfTools): WrittenPdf {
  const { faces } = tools
  const { language } = options
  const words = wordings[language]
  const images = new ImageStore(document.body.kind === 'html' ? document.body.inlineImages : new Map(), {
    tools: tools.images,
    placeholder: words.image,
  })
  const body = bodyBlocks(document.body, { images, language })
  const title = options.title.trim() === '' ? '–' : options.title.slice(0, bounds.titleCharacters)
  const sample = title + (document.body.kind === 'text' ? document.body.text : document.body.html).slice(0, 100_000)
  const writing = { faces, han: hanWritingOf(sample) }
  const names = document.attachments(new Set()).some(({ name }) => isUndrawable(name, writing))
  const isLettersMissing =
    names || holdsUndrawable(openingBlocks(document, { title, notices: [] }), writing) || holdsUndrawable(body, writing)
  const { lettersMissing, imagesMissing, cut } = words.original[options.original]
  const notices = [
    ...document.notices,
    ...(isLettersMissing ? [lettersMissing] : []),
    ...(images.hasUnreadable ? [imagesMissing] : []),
  ]
  const empty = paragraph(words.empty, { ...bodyStyle, colour: colours.soft, isItalic: true }, {})
  const filler = new PageFiller(pageColumn(writing), paragraph(cut, { ...bodyStyle, isBold: true }, {}))
  filler.add(openingBlocks(document, { title, notices }))
  filler.add(body.length === 0 ? [empty] : body)
  const drawn = images.filesOf(filler.images())
  filler.add(closingBlocks(document.attachments(drawn), language))
  const wanted = faces.takeWanted()
  if (wanted.length > 0) throw new FontsWantedError(wanted)
  return { bytes: drawDocument(filler.laidOut(), { ...options, title }, tools.deflate), drawn }
}

function bodyBlocks(body: PdfBody, { images, language }: { images: ImageStore; language: Language }): readonly Block[] {
  if (body.kind === 'text') return textBlocks(body.text)
  const { blocks, addresses } = htmlBlocks(body.html, images)
  return addresses.length === 0 ? blocks : [...blocks, ...addressBlocks(addresses, wordings[language].links)]
}
