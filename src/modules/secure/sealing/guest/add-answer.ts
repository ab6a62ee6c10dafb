import { Transform, type Readable } from 'node:stream'
import type { CheckKind } from '../../../../contract/check-kind.ts'
import { AppError } from '../../../../contract/errors/app-error.ts'
import type { AnswerId, ContentId } from '../../../../lib/id/identifiers.ts'
import { uuidV7 } from '../../../../lib/id/uuid-v7.ts'
import type { Tx } from '../../../../platform/database/database.ts'
import { messageTarget } from '../encryption-targets.ts'
import { answerMail } from '../sender-mails.ts'
import type { SealingDeps } from '../ports.ts'
import { findAnswerByKey, insertAnswer, lockMessage, readAnswersOfCopy } from '../store.ts'
import type { AnswerRow, MessageRow } from '../tables.ts'
import { readGuestCopy, type GuestCopy } from './guest-copy.ts'

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
): Promise<{ contentId: ContentId; sizeBytes: number }> {
  const contentId = uuidV7<ContentId>(deps.clock.now().getTime())
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

/** Nobody writes this many by hand; it keeps a stolen session from filling the disk. */
const maxAnswersPerCopy = 100

async function requireRoom(deps: SealingDeps, tx: Tx, copy: GuestCopy): Promise<MessageRow> {
  const message = await lockMessage(tx, copy.messageId)
  // Read again: uploading takes as long as it takes, and the message may have ended meanwhile.
  const now = await readGuestCopy(deps, tx, copy.id)
  if (message === undefined || now?.state !== 'open')
    throw new AppError('refused', 'portal.closed', 'This message can no longer be answered here.', { reason: 'gone' })
  if (messageTarget(deps, message) === null)
    throw new AppError(
      'refused',
      'answer.key-not-authentic',
      'Answers cannot be sent here at present: the sender’s key could not be verified. Please call the sender.',
    )
  const own = await readAnswersOfCopy(tx, copy.id)
  if (own.length >= maxAnswersPerCopy)
    throw new AppError(
      'refused',
      'answer.too-many',
      `At most ${maxAnswersPerCopy} answers can be sent here. Ask the sender for a new message.`,
    )
  return message
}

async function record(
  deps: SealingDeps,
  answer: IncomingAnswer,
  stored: { readonly contentId: ContentId; readonly sizeBytes: number },
): Promise<AnswerRow> {
  const { copy, verifiedBy, requestKey } = answer
  return deps.database.withOrganisation(copy.organisationId, async (tx) => {
    const message = await requireRoom(deps, tx, copy)
    const known = await findAnswerByKey(tx, copy.id, requestKey)
    if (known !== undefined) return known
    const row: AnswerRow = {
      organisation_id: copy.organisationId,
      id: uuidV7<AnswerId>(deps.clock.now().getTime()),
      message_id: copy.messageId,
      copy_id: copy.id,
      mailbox_id: message.mailbox_id,
      content_id: stored.contentId,
      size_bytes: stored.sizeBytes,
      verified_by: verifiedBy,
      received_at: deps.clock.now(),
      read_at: null,
      request_key: requestKey,
    }
    await insertAnswer(tx, row)
    const { language } = await deps.settingsOf(tx, copy.organisationId)
    await deps.queueMails(tx, [answerMail(deps.publicUrl, message, { fromAddress: copy.recipientAddress, language })])
    await deps.audit.record(tx, {
      organisationId: copy.organisationId,
      action: 'answer.received',
      actor: { kind: 'recipient', id: copy.recipientId, label: copy.recipientAddress },
      subject: { kind: 'message', id: copy.messageId },
      detail: { answer: row.id, verifiedBy, sizeBytes: stored.sizeBytes },
    })
    return row
  })
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
  const row = await record(deps, answer, stored).catch(async (error: unknown) => {
    // Anything but a refusal may have been committed although its answer was lost; the sweep decides then.
    if (error instanceof AppError) await deps.blobs.remove(stored.contentId)
    throw error
  })
  if (row.content_id !== stored.contentId) await deps.blobs.remove(stored.contentId)
  return row
}
