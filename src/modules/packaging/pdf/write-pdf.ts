import { fileURLToPath } from 'node:url'
import PDFKit from 'pdfkit'
import type { PdfDocument } from './pdf-document.ts'

export interface PdfOptions {
  readonly password: string
  readonly title: string
  readonly language: 'de' | 'en'
}

/** First version, for those who integrate: text only, not yet encrypted. */
export async function writePdf(document: PdfDocument, options: PdfOptions): Promise<Uint8Array> {
  const doc = new PDFKit({
    size: 'A4',
    lang: options.language,
    displayTitle: true,
    tagged: true,
    info: { Title: options.title },
  })
  doc.font(fileURLToPath(new URL('../fonts/NotoSans-Regular.ttf', import.meta.resolve('@embedpdf/fonts-latin'))))
  const chunks: Buffer[] = []
  const done = new Promise<void>((resolve, reject) =>
    doc
      .on('data', (c: Buffer) => chunks.push(c))
      .on('end', resolve)
      .on('error', reject),
  )
  for (const { label, value } of document.headers) doc.text(`${label}: ${value}`)
  for (const notice of document.notices) doc.text(notice)
  doc.text(document.body.kind === 'text' ? document.body.text : document.body.html.replace(/<[^>]*>/g, ' '))
  for (const { name, sizeBytes } of document.attachments) doc.text(`${name} (${sizeBytes})`)
  doc.end()
  await done
  return Buffer.concat(chunks)
}
