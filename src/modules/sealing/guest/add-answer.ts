import { Transform, type Readable } from 'node:stream'
import type { CheckKind } from '../../../contract/messages.ts'
import { AppError } from '../../../lib/errors/app-error.ts'
import { uuidV7 } from '../../../lib/id/uuid-v7.ts'
import { answerMail } from '../mails.ts'
import type { SealingDeps } from '../ports.ts'
import { findAnswerByKey, insertAnswer, readMessage } from '../store.ts'
import type { AnswerRow } from '../tables.ts'
import type { GuestCopy } from './guest-copy.ts'

export interface IncomingAnswer {
  readonly copy: GuestCopy
  /** How the guest proved who they are; shown to the sender. The From of the answer is the recipient's address, never taken from content. */
  readonly verifiedBy: CheckKind
  /** Names the attempt, so that a repeated upload is the same answer. */
  readonly requestKey: string
  /** An age file. */
  readonly content: Readable
  readonly maxBytes: number
}

const ageMagic = Buffer.from('age-encryption.org/v1\n')

/** Passes an age file on, counts it, and fails when it is something else or too large. */
function checkedFile(maxBytes: number): { stream: Transform; bytes: () => number } {
  let bytes = 0
  let head: Buffer = Buffer.alloc(0)
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (head.length < ageMagic.length) head = Buffer.concat([head, chunk]).subarray(0, ageMagic.length)
      if (bytes > maxBytes)
        done(
          new AppError(
            'invalid',
            'answer.too-large',
            `Your answer is larger than ${Math.floor(maxBytes / 1_000_000)} MB. Remove an attachment.`,
            { reason: 'too-large' },
          ),
        )
      else if (!ageMagic.subarray(0, head.length).equals(head))
        done(
          new AppError(
            'invalid',
            'answer.not-encrypted',
            'The answer was not encrypted by the page. Reload the page and try again.',
          ),
        )
      else done(null, chunk)
    },
    flush(done) {
      done(
        head.length < ageMagic.length
          ? new AppError('invalid', 'answer.not-encrypted', 'The answer arrived incomplete. Try again.')
          : null,
      )
    },
  })
  return { stream, bytes: () => bytes }
}

async function storeContent(
  deps: SealingDeps,
  answer: IncomingAnswer,
): Promise<{ contentId: string; sizeBytes: number }> {
  const contentId = uuidV7(deps.clock.now().getTime())
  const { stream, bytes } = checkedFile(answer.maxBytes)
  answer.content.once('error', (error) => stream.destroy(error))
  answer.content.once('close', () => {
    if (!answer.content.readableEnded)
      stream.destroy(new AppError('invalid', 'answer.cut-off', 'The answer arrived incomplete. Try again.'))
  })
  answer.content.pipe(stream)
  await deps.blobs.put(contentId, stream)
  return { contentId, sizeBytes: bytes() }
}

/** Stores an answer durably and tells the sender; the same request key twice gives the first answer again. */
export async function addAnswer(deps: SealingDeps, answer: IncomingAnswer): Promise<AnswerRow> {
  const { copy } = answer
  const known = await deps.database.withOrganisation(copy.organisationId, (tx) =>
    findAnswerByKey(tx, copy.id, answer.requestKey),
  )
  if (known !== undefined) {
    answer.content.resume()
    return known
  }
  const stored = await storeContent(deps, answer)
  return deps.database.withOrganisation(copy.organisationId, async (tx) => {
    const message = await readMessage(tx, copy.messageId)
    if (message === undefined || message.removed_at !== null || message.expires_at <= deps.clock.now())
      throw new AppError('refused', 'portal.closed', 'This message can no longer be answered here.', { reason: 'gone' })
    const row: AnswerRow = {
      organisation_id: copy.organisationId,
      id: uuidV7(deps.clock.now().getTime()),
      message_id: copy.messageId,
      copy_id: copy.id,
      mailbox_id: message.mailbox_id,
      content_id: stored.contentId,
      size_bytes: stored.sizeBytes,
      verified_by: answer.verifiedBy,
      received_at: deps.clock.now(),
      read_at: null,
      request_key: answer.requestKey,
    }
    if (!(await insertAnswer(tx, row))) return (await findAnswerByKey(tx, copy.id, answer.requestKey)) ?? row
    const { language } = await deps.settingsOf(tx, copy.organisationId)
    await deps.queueMails(tx, [answerMail(deps.publicUrl, message, { fromAddress: copy.recipientAddress, language })])
    await deps.audit.record(tx, {
      organisationId: copy.organisationId,
      action: 'answer.received',
      actor: { kind: 'recipient', id: copy.recipientId, label: copy.recipientAddress },
      subject: { kind: 'message', id: copy.messageId },
      detail: { answer: row.id, verifiedBy: answer.verifiedBy, sizeBytes: stored.sizeBytes },
    })
    return row
  })
}
