import { randomBytes } from 'node:crypto'
import { AppError } from '../../../lib/errors/app-error.ts'
import { packObjects } from './object-streams.ts'
import { insideOf, type KitDocument, type KitSecurity } from './pdfkit-document.ts'
import { createR6Security, type R6Options } from './r6-security.ts'

/**
 * Makes a fresh pdfkit document a PDF 2.0 encrypted with revision 6. To be called once, right after `new PDFDocument({
 * pdfVersion: '1.7', … })` without passwords, before anything is drawn, read or piped: what was written before stays clear.
 */
export function installR6(document: PDFKit.PDFDocument, options: R6Options): void {
  const kit = insideOf(document)
  const { encryptDictionary, encrypt } = createR6Security(options)
  // Before objects are packed: it stands alone, and in clear (ISO 32000-2 section 7.6.2).
  const dictionary = kit.ref(encryptDictionary)
  packObjects(kit)
  const security: KitSecurity = {
    dictionary,
    getEncryptFn: () => encrypt,
    end: () => {
      kit._security = null
      dictionary.end()
      kit._security = security
    },
  }
  kit._security = security
  // pdfkit derives the identifier from date and title: whoever guesses a subject could prove it without the password.
  kit._id = randomBytes(16)
  kit.version = '2.0'
  rewriteHeader(kit)
}

/** pdfkit knows no 2.0 and has already written "%PDF-1.7" into its stream, where nobody has read it yet. */
function rewriteHeader(kit: KitDocument): void {
  const written = kit.read()
  if (!(written instanceof Uint8Array) || !Buffer.from(written).toString('latin1').startsWith('%PDF-1.7\n')) {
    throw new AppError('broken', 'packaging.pdf-not-fresh', 'A PDF was begun before it was encrypted.')
  }
  kit.unshift(Buffer.concat([Buffer.from('%PDF-2.0\n', 'latin1'), written.subarray('%PDF-2.0\n'.length)]))
}
