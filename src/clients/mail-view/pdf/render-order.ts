import {
  FontsWantedError,
  writePdf,
  type FaceName,
  type InlineImage,
  type PdfDocument,
  type PdfTools,
} from '../../../lib/pdf/index.ts'
import type { PdfFileOrder, PdfOrder } from './pdf-order.ts'

export interface RenderPorts {
  readonly tools: PdfTools
  /** Brings faces to hand that were asked for in vain. */
  readonly bringFonts: (names: readonly FaceName[]) => Promise<void>
  /** Called before each round. */
  readonly tellWorking: () => void
}

/** Makes the PDF, again with each font that turns out to be needed: a text may want another once it has the first. */
export async function renderOrder(order: PdfOrder, ports: RenderPorts): Promise<Uint8Array> {
  for (;;) {
    ports.tellWorking()
    try {
      return writePdf(documentOf(order), { ...order, original: 'page', security: null }, ports.tools).bytes
    } catch (error) {
      if (!(error instanceof FontsWantedError)) throw error
      await ports.bringFonts(error.faces)
    }
  }
}

/** The document, with its images under the names that its HTML may use. */
export function documentOf({ headers, notices, body, files }: PdfOrder): PdfDocument {
  const images = new Map<string, InlineImage>()
  const fileOf = new Map<InlineImage, PdfFileOrder>()
  for (const file of files) {
    if (file.bytes === null) continue
    const image = { bytes: file.bytes, mediaType: file.mediaType }
    fileOf.set(image, file)
    // Of several files with one name the first counts.
    for (const name of file.imageNames) if (!images.has(name)) images.set(name, image)
  }
  return {
    headers,
    notices,
    body: body.kind === 'text' ? body : { ...body, inlineImages: images },
    attachments: (drawn) => {
      const shown = new Set([...drawn].map((image) => fileOf.get(image)))
      return files.filter((file) => file.isAttachment || !shown.has(file))
    },
  }
}
