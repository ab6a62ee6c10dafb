import type { PdfDocument, WrittenPdf } from '../../src/lib/pdf/index.ts'
import { ImageStore } from '../../src/lib/pdf/images/image-store.ts'
import { writePdf } from '../../src/lib/pdf/write-pdf.ts'
import { createPdfTools } from '../../src/platform/pdf-tools/index.ts'

/** One for all tests of a file: fonts are read at first use. */
export const pdfTools = createPdfTools()

/** The images of a message that has none of its own. */
export const noImages = (placeholder: (name: string) => string): ImageStore =>
  new ImageStore(new Map(), { tools: pdfTools.images, placeholder })

/** A PDF that everybody may open, so that a test can look into it. */
export const openPdf = (document: PdfDocument, title: string, language: 'de' | 'en' = 'de'): WrittenPdf =>
  writePdf(document, { title, language, original: 'beside', security: null }, pdfTools)
