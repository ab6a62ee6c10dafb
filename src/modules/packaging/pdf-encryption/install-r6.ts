import { randomBytes } from 'node:crypto'
import { AppError } from '../../../lib/errors/app-error.ts'
import { createR6Security, type R6Options } from './r6-security.ts'

/**
 * Makes a fresh pdfkit document a PDF 2.0 encrypted with revision 6. To be called once, right after `new PDFDocument({
 * pdfVersion: '1.7', … })` without passwords, before anything is drawn, read or piped: what was written before stays clear.
 */
export function installR6(document: PDFKit.PDFDocument, options: R6Options): void {
  assertFresh(document)
  const { encryptDictionary, encrypt } = createR6Security(options)
  const dictionary = document.ref(encryptDictionary)
  Reflect.set(document, '_security', {
    dictionary,
    getEncryptFn: () => encrypt,
    end(this: { dictionary: PDFKit.PDFKitReference }) {
      // Its own strings are what the key is derived from: they stay as they are (ISO 32000-2 section 7.6.2).
      Reflect.set(document, '_security', null)
      dictionary.end(undefined)
      Reflect.set(document, '_security', this)
    },
  })
  // pdfkit derives the identifier from date and title: whoever guesses a subject could prove it without the password.
  Reflect.set(document, '_id', randomBytes(16))
  Reflect.set(document, 'version', '2.0')
  rewriteHeader(document)
}

function assertFresh(document: PDFKit.PDFDocument): void {
  const offsets: unknown = Reflect.get(document, '_offsets')
  const isFresh = Array.isArray(offsets) && offsets.every((offset) => offset === null)
  if (isFresh && Reflect.get(document, '_security') === null && Reflect.get(document, 'version') === 1.7) return
  throw new AppError('broken', 'packaging.pdf-not-fresh', 'A PDF was begun before it was encrypted.')
}

/** pdfkit knows no 2.0 and has already written "%PDF-1.7" into its stream, where nobody has read it yet. */
function rewriteHeader(document: PDFKit.PDFDocument): void {
  const written: unknown = document.read()
  if (!(written instanceof Uint8Array) || !Buffer.from(written).toString('latin1').startsWith('%PDF-1.7\n')) {
    throw new AppError('broken', 'packaging.pdf-not-fresh', 'A PDF was begun before it was encrypted.')
  }
  document.unshift(Buffer.concat([Buffer.from('%PDF-2.0\n', 'latin1'), written.subarray('%PDF-2.0\n'.length)]))
}
