import type { Deflate } from './file/pdf-file.ts'
import type { Faces } from './fonts/faces.ts'
import type { ImageTools } from './images/image-tools.ts'

/** What making a PDF needs of the machine; the same document comes out of every one. */
export interface PdfTools {
  readonly deflate: Deflate
  readonly images: ImageTools
  readonly faces: Faces
}
