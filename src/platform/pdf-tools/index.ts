/** What Node has that makes a PDF (`lib/pdf`): zlib, the program of libwebp, and the fonts as files of npm packages. */
export { createPdfTools } from './create-pdf-tools.ts'
export { fontPath } from './font-path.ts'
