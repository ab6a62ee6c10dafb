/** The script of the packing threads: packs one message after the other and answers each order once. */
import { parentPort } from 'node:worker_threads'
import { AppError } from '../../../contract/errors/app-error.ts'
import { packMessage } from './pack-message.ts'
import type { WorkerMessage } from '../../../platform/workers/worker-thread.ts'
import type { PackAnswer, PackOrder } from './worker-messages.ts'

parentPort?.on('message', (order: PackOrder) => {
  packMessage(order).then(answer, (error: unknown) => answer(describeFailure(error)))
})
send({ kind: 'ready' })

function answer(given: PackAnswer): void {
  send({ kind: 'answer', answer: given }, given.kind === 'packed' ? [given.zip.buffer, given.pdf.buffer] : [])
}

function send(message: WorkerMessage<PackAnswer>, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

/** Name and place only: the message of an error may quote the mail. */
function describeFailure(error: unknown): PackAnswer {
  if (!(error instanceof Error)) return { kind: 'failed', error: 'not an Error', place: '' }
  const place = /\/src\/([\w/.-]+:\d+)/.exec(error.stack?.slice(error.message.length) ?? '')?.[1]
  return { kind: 'failed', error: error instanceof AppError ? error.code : error.name, place: place ?? '' }
}
