/** The thread behind `worker-thread.ts`: packs one message after the other and answers each order once. */
import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../lib/errors/app-error.ts'
import { packMessage } from './pack-message.ts'
import type { PackAnswer, PackOrder, WorkerMessage } from './worker-messages.ts'

parentPort?.on('message', (order: PackOrder) => {
  packMessage(order).then(send, (error: unknown) => send(describeFailure(error)))
})
send({ kind: 'ready' })

function send(message: WorkerMessage): void {
  const transfer = message.kind === 'packed' ? [message.zip.buffer, message.pdf.buffer] : []
  parentPort?.postMessage(message, transfer)
}

/** Name and place only: the message of an error may quote the mail. */
function describeFailure(error: unknown): PackAnswer {
  if (!(error instanceof Error)) return { kind: 'failed', error: 'not an Error', place: '' }
  const place = /modules\/secure\/packaging\/([\w/.-]+:\d+)/.exec(error.stack?.slice(error.message.length) ?? '')?.[1]
  return { kind: 'failed', error: error instanceof AppError ? error.code : error.name, place: place ?? '' }
}
