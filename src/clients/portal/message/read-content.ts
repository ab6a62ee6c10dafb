import { addressOf, ApiError, toApiError } from '../../../contract/client.ts'
import { readPortalContent } from '../../../contract/portal.ts'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import { answerIdentities, contentIdentity } from '../../keys/content-identity.ts'
import { gatherBlob } from '../../keys/gather-blob.ts'
import { openContentStream } from '../../keys/open-content.ts'
import { blobContent, largestBlobBytes, type MailContent } from '../../mail-view/mail-content.ts'
import type { Conversation } from '../session/portal-session.ts'
import { StallTimer } from './stall-timer.ts'

export interface ContentSource {
  readonly contentId: ContentId
  readonly sizeBytes: number
  /** 0 to 1, of the first reading. */
  readonly onProgress: (share: number) => void
  /** Stops the first reading. */
  readonly signal: AbortSignal
}

/**
 * A message or an answer to read: fetched and decrypted at once when it fits a Blob, otherwise again for every reading, so
 * that a gigabyte never has to lie anywhere. Rejects with ApiError or UnopenableContentError.
 */
export async function readContent(conversation: Conversation, source: ContentSource): Promise<MailContent> {
  const { sizeBytes } = source
  if (sizeBytes <= largestBlobBytes) {
    const plain = await openStream(conversation, source)
    return blobContent(await gatherBlob(plain, { type: 'message/rfc822' }))
  }
  let isFirst = true
  return {
    sizeBytes,
    isAtHand: false,
    open: () => {
      const reading = isFirst ? source : { contentId: source.contentId, sizeBytes }
      isFirst = false
      return openStream(conversation, reading)
    },
  }
}

type Reading = Pick<ContentSource, 'contentId' | 'sizeBytes'> & Partial<ContentSource>

async function openStream(conversation: Conversation, reading: Reading): Promise<ReadableStream<Uint8Array>> {
  const { contentId, sizeBytes, onProgress, signal } = reading
  const stalled = new AbortController()
  const init: RequestInit = {
    headers: { authorization: `Bearer ${conversation.guestSession}` },
    credentials: 'same-origin',
    cache: 'no-store',
    signal: signal === undefined ? stalled.signal : AbortSignal.any([signal, stalled.signal]),
  }
  const response = await fetch(addressOf(readPortalContent, { params: { id: contentId } }), init).catch(() => {
    throw new ApiError('offline', 0, 'The server cannot be reached.')
  })
  if (!response.ok || response.body === null) throw await toApiError(response)
  return openContentStream(watchStall(response.body, stalled), {
    identities: await identitiesFor(conversation, contentId),
    onProgress: (bytes) => onProgress?.(Math.min(1, bytes / Math.max(1, sizeBytes))),
  })
}

/** The message opens with its own key only, an answer with those of the copy only. */
const identitiesFor = async ({ opened, keys }: Conversation, contentId: ContentId) =>
  contentId === opened.contentId ? [await contentIdentity(keys.conversation, contentId)] : answerIdentities(keys)

/** Gives up when the server stops sending; a reader that is slow to take more does not count. */
function watchStall(body: ReadableStream<Uint8Array>, stalled: AbortController): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream({
    async pull(controller) {
      const stall = new StallTimer(() => stalled.abort())
      const read = await reader.read().finally(() => stall.stop())
      if (read.done) controller.close()
      else controller.enqueue(read.value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
