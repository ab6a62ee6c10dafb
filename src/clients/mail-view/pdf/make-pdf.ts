import { textOfHtml } from '../../../lib/mime/index.ts'
import type { PdfAnswer, PdfOrder } from './pdf-order.ts'

/** Of one round in the worker; fetching fonts does not count. A message that needs longer is hostile. */
const roundLimitMs = 60_000
/** For the program and the first font. */
const startLimitMs = 180_000

/**
 * A message as PDF, made in a worker by what also makes the PDFs of encrypted files. What cannot be laid out within a limit
 * is made of its words alone, under the notice `textOnly`. Rejects when that fails too, or a font cannot be fetched.
 */
export async function makePdf(order: PdfOrder, textOnly: string): Promise<Uint8Array<ArrayBuffer>> {
  const whole = await renderInWorker(order)
  if (whole !== null) return whole
  const text = order.body.kind === 'text' ? order.body.text : textOfHtml(order.body.html)
  const words = await renderInWorker({ ...order, body: { kind: 'text', text }, notices: [textOnly, ...order.notices] })
  if (words === null) throw new Error('the message cannot be printed')
  return words
}

/** Null when the message was too much for it. */
function renderInWorker(order: PdfOrder): Promise<Uint8Array<ArrayBuffer> | null> {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  return new Promise<Uint8Array<ArrayBuffer> | null>((resolve, reject) => {
    let limit = setTimeout(() => reject(new Error('the program did not arrive')), startLimitMs)
    worker.addEventListener('message', ({ data }: MessageEvent<PdfAnswer>) => {
      clearTimeout(limit)
      if (data.kind === 'working') limit = setTimeout(() => resolve(null), roundLimitMs)
      else if (data.kind === 'done') resolve(data.bytes)
      else if (data.kind === 'failed') resolve(null)
      else reject(new Error('a font could not be fetched'))
    })
    worker.addEventListener('error', () => {
      clearTimeout(limit)
      resolve(null)
    })
    worker.postMessage(order)
  }).finally(() => worker.terminate())
}
