import { PDFDocument, StandardFonts, rgb, type PDFFont, type PDFPage } from 'pdf-lib'

export interface PdfContent {
  readonly title: string
  readonly language: string
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly text: string
  readonly attachmentsTitle: string
  readonly attachments: readonly string[]
  /** "Page 1 of 3" */
  readonly pageLabel: (page: number, pages: number) => string
}

const page = { width: 595.28, height: 841.89, margin: 56 } as const
const size = { title: 16, text: 10.5, small: 8.5 } as const
const lineHeight = 1.45
const ink = rgb(0.09, 0.13, 0.12)
const maxPages = 500
const maxCharacters = 2_000_000

/**
 * A message as A4 pages of real text. Null when it holds letters that the built-in fonts lack (anything beyond Western
 * European): the caller then prints the page, with the fonts of the system.
 */
export async function makeMailPdf(content: PdfContent): Promise<Uint8Array | null> {
  if (content.text.length > maxCharacters) return null
  const document = await PDFDocument.create()
  const regular = await document.embedFont(StandardFonts.Helvetica)
  const bold = await document.embedFont(StandardFonts.HelveticaBold)
  const known = new Set(regular.getCharacterSet())
  const everything = [content.title, content.text, ...content.facts.flat(), ...content.attachments].map(tidy).join('')
  if ([...everything].some((letter) => letter !== '\n' && !known.has(letter.codePointAt(0) ?? 0))) return null
  document.setTitle(tidy(content.title), { showInWindowTitleBar: true })
  document.setLanguage(content.language)
  const writer = new PageWriter(document)
  writer.write(tidy(content.title), { font: bold, fontSize: size.title })
  writer.space(8)
  for (const [name, value] of content.facts)
    writer.write(tidy(`${name}: ${value}`), { font: regular, fontSize: size.text })
  writer.rule()
  writer.write(tidy(content.text), { font: regular, fontSize: size.text })
  if (content.attachments.length > 0) {
    writer.rule()
    writer.write(tidy(content.attachmentsTitle), { font: bold, fontSize: size.text })
    for (const line of content.attachments) writer.write(tidy(line), { font: regular, fontSize: size.text })
  }
  if (writer.isFull) return null
  numberPages(document, regular, content.pageLabel)
  return document.save()
}

/** Letters that look the same in print, and none that a font has no shape for. */
const tidy = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replaceAll(/[\u00a0\u2000-\u200a\u202f]/g, ' ')
    .replaceAll(/[\u2010\u2011]/g, '-')
    .replaceAll(/(?!\n)[\p{Cc}\p{Cf}\ufe0f]/gu, '')

interface Style {
  readonly font: PDFFont
  readonly fontSize: number
}

class PageWriter {
  readonly #document: PDFDocument
  #page: PDFPage
  #y = page.height - page.margin

  constructor(document: PDFDocument) {
    this.#document = document
    this.#page = document.addPage([page.width, page.height])
  }

  get isFull(): boolean {
    return this.#document.getPageCount() > maxPages
  }

  write(text: string, style: Style): void {
    for (const paragraph of text.split('\n')) for (const line of wrapLine(paragraph, style)) this.#line(line, style)
  }

  space(points: number): void {
    this.#y -= points
  }

  rule(): void {
    this.space(6)
    this.#room(12)
    const end = { x: page.width - page.margin, y: this.#y }
    this.#page.drawLine({ start: { x: page.margin, y: this.#y }, end, thickness: 0.6, color: rgb(0.7, 0.74, 0.72) })
    this.space(12)
  }

  #line(text: string, { font, fontSize }: Style): void {
    this.#room(fontSize * lineHeight)
    this.#y -= fontSize * lineHeight
    if (text !== '') this.#page.drawText(text, { x: page.margin, y: this.#y, size: fontSize, font, color: ink })
  }

  #room(points: number): void {
    if (this.#y - points > page.margin || this.isFull) return
    this.#page = this.#document.addPage([page.width, page.height])
    this.#y = page.height - page.margin
  }
}

/** Lines no wider than the page; a word that is wider than a line is cut. */
function wrapLine(text: string, { font, fontSize }: Style): readonly string[] {
  const width = page.width - 2 * page.margin
  const fits = (line: string): boolean => font.widthOfTextAtSize(line, fontSize) <= width
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<= )/).flatMap((whole) => cutWord(whole, fits))) {
    if (fits((line + word).trimEnd())) {
      line += word
      continue
    }
    lines.push(line.trimEnd())
    line = word
  }
  return [...lines, line.trimEnd()]
}

function cutWord(word: string, fits: (text: string) => boolean): readonly string[] {
  if (fits(word)) return [word]
  const half = Math.ceil(word.length / 2)
  return [...cutWord(word.slice(0, half), fits), ...cutWord(word.slice(half), fits)]
}

function numberPages(document: PDFDocument, font: PDFFont, label: PdfContent['pageLabel']): void {
  const pages = document.getPages()
  pages.forEach((sheet, index) => {
    const text = tidy(label(index + 1, pages.length))
    const x = page.width - page.margin - font.widthOfTextAtSize(text, size.small)
    sheet.drawText(text, { x, y: page.margin / 2, size: size.small, font, color: ink })
  })
}
