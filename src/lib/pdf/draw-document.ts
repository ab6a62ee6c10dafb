import { FontResources } from './draw/font-resources.ts'
import { ImageResources } from './draw/image-resources.ts'
import { PagePainter } from './draw/page-painter.ts'
import type { LinkArea } from './draw/page-painter.ts'
import { PdfFile } from './file/pdf-file.ts'
import type { Deflate, PdfPage, PdfSecurity } from './file/pdf-file.ts'
import { text } from './file/pdf-value.ts'
import type { PdfReference } from './file/pdf-value.ts'
import { StructureTree } from './draw/structure-tree.ts'
import type { LaidOut } from './lay-out-pages.ts'
import { placeLines } from './layout/place-lines.ts'
import { colours, contentWidth, page as pageSize, sizes } from './model/look.ts'
import { bodyStyle } from './model/look.ts'
import { paragraph } from './document-blocks.ts'
import { wordings } from './wording.ts'
import type { Language, Original } from './wording.ts'

export interface DrawOptions {
  readonly title: string
  readonly language: Language
  readonly original: Original
  /** Null for a file that everybody may open. */
  readonly security: PdfSecurity | null
}

/** Draws the pages and writes the whole file: content, structure, links, fonts, images, metadata. */
export function drawDocument(laidOut: LaidOut, options: DrawOptions, deflate: Deflate): Uint8Array {
  const file = new PdfFile({ ...options, deflate, size: [pageSize.width, pageSize.height] })
  const resources = {
    fonts: new FontResources(file, deflate),
    images: new ImageResources(file),
    structure: new StructureTree(file),
  }
  const pages: PdfPage[] = []
  const annotations: PdfReference[] = []
  const used: ReadonlySet<string>[] = []
  for (const [index, placed] of laidOut.pages.entries()) {
    const painter = new PagePainter(resources, index)
    painter.paint(placed)
    paintFooter(painter, laidOut, { index, ...options })
    const page = file.addPage(painter.finish())
    for (const link of painter.links)
      annotations.push(annotate(link, { file, page, structure: resources.structure, index }))
    pages.push(page)
    used.push(painter.images)
  }
  resources.structure.write(pages, annotations)
  const fonts = resources.fonts.dictionary()
  for (const [index, page] of pages.entries()) {
    page.resources['Font'] = fonts
    page.resources['XObject'] = resources.images.dictionary(used[index] ?? new Set())
  }
  resources.fonts.write()
  writeMetadata(file, options)
  return file.finish()
}

function paintFooter(
  painter: PagePainter,
  laidOut: LaidOut,
  page: { index: number; title: string; language: Language },
): void {
  const style = { ...bodyStyle, size: sizes.footer, colour: colours.faint }
  const words = wordings[page.language].page(page.index + 1, laidOut.pages.length)
  const number = paragraph(words, style, { align: 'right' })
  const space = { x: pageSize.left, width: contentWidth, before: 0, marks: [], node: laidOut.column.node }
  const y = pageSize.height - 38
  const right = placeLines(number, laidOut.column.preparer.prepare(number), space)[0]
  if (right !== undefined) painter.paintFurniture(right.runs, y)
  if (page.index === 0) return
  const title = paragraph(page.title.slice(0, 200), style, { align: 'left' })
  const left = placeLines(title, laidOut.column.preparer.prepare(title), { ...space, width: contentWidth - 90 })[0]
  if (left !== undefined) painter.paintFurniture(left.runs, y)
}

function annotate(
  link: LinkArea,
  on: { file: PdfFile; page: PdfPage; structure: StructureTree; index: number },
): PdfReference {
  const bottom = pageSize.height - link.y - link.height
  const annotation = on.file.ref({
    Type: 'Annot',
    Subtype: 'Link',
    Rect: [link.x, bottom, link.x + link.width, bottom + link.height].map((side) => Math.round(side * 100) / 100),
    Border: [0, 0, 0],
    F: 4,
    Contents: text(link.address),
    A: { S: 'URI', URI: text(link.address) },
  })
  on.structure.addAnnotation(link.node, on.index, annotation)
  on.page.annotations.push(annotation)
  return annotation
}

// ISO 32000-2 section 14.3.2: the title is metadata first, the information dictionary is for old readers.
function writeMetadata(file: PdfFile, options: DrawOptions): void {
  const packet = [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">',
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(options.title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:language><rdf:Bag><rdf:li>${options.language}</rdf:li></rdf:Bag></dc:language><pdf:Producer>Sealpost</pdf:Producer>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('\n')
  file.root['Metadata'] = file.stream(new TextEncoder().encode(packet), { Type: 'Metadata', Subtype: 'XML' })
}

function escapeXml(value: string): string {
  return value
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
