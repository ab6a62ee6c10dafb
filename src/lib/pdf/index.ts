/**
 * A message as a PDF (ISO 32000-2): what it says, laid out, tagged, and with the glyphs it needs. Pure, for browser and
 * server alike: fonts, compression and encryption are given to it. Hostile text and images cost time in proportion to
 * their size, up to bounds.
 */
export { type Deflate, type PdfSecurity } from './file/pdf-file.ts'
export { type PdfValue } from './file/pdf-value.ts'
export { Faces } from './fonts/faces.ts'
export { fontFiles, isFace, type FaceName } from './fonts/font-files.ts'
export { FontsWantedError } from './fonts/fonts-wanted-error.ts'
export { type ImageTools } from './images/image-tools.ts'
export { createWebpDecoder, type WebpDecoder } from './images/webp-program.ts'
export { type InlineImage, type ListedFile, type PdfBody, type PdfDocument, type WrittenPdf } from './pdf-document.ts'
export { type PdfTools } from './pdf-tools.ts'
export { type Language } from './wording.ts'
export { writePdf } from './write-pdf.ts'
