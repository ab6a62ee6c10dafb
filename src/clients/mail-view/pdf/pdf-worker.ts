/** The worker behind `make-pdf.ts`: makes the PDF of one message. */
import type { PdfAnswer, PdfOrder } from './pdf-order.ts'

// HarfBuzz is awaited while its module loads: an order that came before would meet nobody.
globalThis.addEventListener('message', (received: MessageEvent<PdfOrder>) => {
  void import('./answer-order.ts').then(
    async ({ answerOrder }) => answerOrder(received.data, answer),
    () => answer({ kind: 'unreachable' }),
  )
})

function answer(said: PdfAnswer): void {
  globalThis.postMessage(said)
}
