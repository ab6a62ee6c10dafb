import { PDFDocument } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { makeMailPdf, type PdfContent } from './mail-pdf.ts'

const content: PdfContent = {
  title: 'Befund für Jürgen',
  language: 'de',
  facts: [['Von', 'Praxis Dr. Weber <praxis@example.org>']],
  text: 'Grüße aus Köln: 12,50 € – „alles gut“',
  attachmentsTitle: 'Anhänge',
  attachments: ['befund.pdf (120 kB)'],
  pageLabel: (page, pages) => `Seite ${page} von ${pages}`,
}

describe('a message as PDF', () => {
  test('has umlauts, the euro sign and typographic quotes', async () => {
    const bytes = await makeMailPdf(content)
    const document = await PDFDocument.load(bytes ?? new Uint8Array())
    expect(document.getTitle()).toBe('Befund für Jürgen')
    expect(document.getPageCount()).toBe(1)
  })

  test('goes on over as many pages as it needs, also when a word is wider than a line', async () => {
    const long = `${'Wort '.repeat(3_000)}\n${'x'.repeat(5_000)}`
    const bytes = await makeMailPdf({ ...content, text: long })
    const document = await PDFDocument.load(bytes ?? new Uint8Array())
    expect(document.getPageCount()).toBeGreaterThan(3)
  })

  test('is left to the print window when a letter has no shape in its fonts', async () => {
    expect(await makeMailPdf({ ...content, text: 'Привет' })).toBeNull()
    expect(await makeMailPdf({ ...content, title: '診断書' })).toBeNull()
  })

  test('is left to the print window when it would fill more than 500 pages', async () => {
    expect(await makeMailPdf({ ...content, text: 'a\n'.repeat(30_000) })).toBeNull()
  })
})
