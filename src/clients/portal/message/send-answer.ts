import { identityToRecipient } from 'age-encryption'
import { addressOf, ApiError, toApiError } from '../../../contract/client.ts'
import { sendAnswer, type OpenedMessage } from '../../../contract/portal.ts'
import { sealContent } from '../../keys/seal-content.ts'
import type { ParsedMail } from '../../mail-view/parsed-mail.ts'
import type { Conversation } from '../session/portal-session.ts'
import { StallTimer } from './stall-timer.ts'
import { composeAnswer, type AnswerDraft } from './compose-answer.ts'

export type SentAnswer = OpenedMessage['answers'][number]

/** An encrypted answer with the key that makes sending it twice harmless. */
export interface SealedAnswer {
  readonly file: Blob
  readonly requestKey: string
}

export interface AnswerToSeal {
  readonly draft: AnswerDraft
  readonly conversation: Conversation
  readonly original: ParsedMail | null
}

/** Base64 makes 78 characters of 57 bytes; text and headers need some room. */
export const maxFilesBytes = (maxAnswerBytes: number): number =>
  Math.max(0, Math.floor(((maxAnswerBytes - 65_536) * 57) / 78))

/**
 * Encrypts the answer to the copy's own identity, so that its recipient and nobody else who got the message can open it
 * again, and to the sender's mailbox. Throws ApiError where that could not be verified.
 */
export async function sealAnswer({ draft, conversation, original }: AnswerToSeal): Promise<SealedAnswer> {
  const { link, keys, answerTo } = conversation
  if (answerTo === null) throw new ApiError('answer.key-not-authentic', 0, 'The key of the sender is not authentic.')
  const recipients = [await identityToRecipient(keys.answers), answerTo]
  const file = await sealContent(composeAnswer(draft, link, original), { recipients })
  return { file, requestKey: crypto.randomUUID() }
}

/** Uploads a sealed answer; `onProgress` hears 0 to 1. Rejects with ApiError, `offline` when the connection breaks. */
export function uploadAnswer(
  sealed: SealedAnswer,
  guestSession: string,
  onProgress: (share: number) => void,
): Promise<SentAnswer> {
  return new Promise((resolve, reject) => {
    // fetch cannot tell how much has been sent.
    const request = new XMLHttpRequest()
    const stall = new StallTimer(() => request.abort())
    request.open('POST', addressOf(sendAnswer))
    request.setRequestHeader('authorization', `Bearer ${guestSession}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('idempotency-key', sealed.requestKey)
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      stall.moved()
      onProgress(total === 0 ? 0 : loaded / total)
    })
    const giveUp = () => reject(new ApiError('offline', 0, 'The server cannot be reached.'))
    request.addEventListener('error', giveUp)
    request.addEventListener('abort', giveUp)
    request.addEventListener('load', () => {
      readAnswer(request).then(resolve, reject)
    })
    request.addEventListener('loadend', () => stall.stop())
    request.send(sealed.file)
  })
}

async function readAnswer(request: XMLHttpRequest): Promise<SentAnswer> {
  const response = new Response(request.responseText, { status: Math.max(200, request.status) })
  if (!response.ok) throw await toApiError(response)
  return sendAnswer.response.parse(await response.json())
}
