import { addressOf, ApiError, toApiError } from '../../../contract/client.ts'
import { readPortalContent } from '../../../contract/portal.ts'
import { openContent } from '../../keys/open-content.ts'
import { StallTimer } from './stall-timer.ts'
import type { Conversation } from '../session/portal-session.ts'

export interface ContentSource {
  readonly contentId: string
  /** For the progress shown meanwhile; not relied on. */
  readonly sizeBytes: number
  /** 0 to 1. */
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** Fetches a message or an answer and decrypts it as it arrives. Rejects with ApiError or UnopenableContentError. */
export async function readContent(conversation: Conversation, source: ContentSource): Promise<Blob> {
  const { contentId, sizeBytes, onProgress, signal } = source
  const stalled = new AbortController()
  const init: RequestInit = {
    headers: { authorization: `Bearer ${conversation.guestSession}` },
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.any([signal, stalled.signal]),
  }
  const response = await fetch(addressOf(readPortalContent, { params: { id: contentId } }), init).catch(() => {
    throw new ApiError('offline', 0, 'The server cannot be reached.')
  })
  if (!response.ok || response.body === null) throw await toApiError(response)
  const stall = new StallTimer(() => stalled.abort())
  return openContent(response.body, {
    identities: [conversation.identity],
    onProgress: (bytes) => {
      stall.moved()
      onProgress(Math.min(1, bytes / Math.max(1, sizeBytes)))
    },
  }).finally(() => stall.stop())
}
