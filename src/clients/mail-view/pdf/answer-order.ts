import { loadBrowserPdfTools, UnreachableError } from './browser-pdf-tools.ts'
import type { PdfAnswer, PdfOrder } from './pdf-order.ts'
import { renderOrder } from './render-order.ts'

/** Makes the PDF and says how that went; nothing is thrown. */
export async function answerOrder(order: PdfOrder, answer: (said: PdfAnswer) => void): Promise<void> {
  try {
    const ports = await loadBrowserPdfTools()
    const bytes = await renderOrder(order, { ...ports, tellWorking: () => answer({ kind: 'working' }) })
    answer({ kind: 'done', bytes: new Uint8Array(bytes) })
  } catch (error) {
    answer({ kind: error instanceof UnreachableError ? 'unreachable' : 'failed' })
  }
}
