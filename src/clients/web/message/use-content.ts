import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addressOf, ApiError, toApiError } from '../../../contract/client.ts'
import { readContent } from '../../../contract/messages.ts'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import { contentIdentity } from '../../keys/content-identity.ts'
import { openContent } from '../../keys/open-content.ts'
import { parseMail } from '../../mail-view/parse-mail.ts'
import type { ParsedMail } from '../../mail-view/parsed-mail.ts'

export interface OpenedContent {
  readonly mail: ParsedMail
  /** The exact bytes that were sealed. */
  readonly original: Blob
}

/**
 * Fetches, decrypts and parses one content. `keys`: identities, or what an envelope names for the content; one that fits is
 * enough. `openedBytes` says how far it is; the result stays until the session ends.
 */
export function useContent(contentId: ContentId, keys: readonly string[]) {
  const [openedBytes, setOpenedBytes] = useState(0)
  const content = useQuery({
    queryKey: ['content', contentId],
    enabled: keys.length > 0,
    queryFn: async ({ signal }): Promise<OpenedContent> => {
      const response = await fetchContent(contentId, signal)
      const identities = await Promise.all(keys.map((key) => contentIdentity(key, contentId)))
      const original = await openContent(response, { identities, onProgress: setOpenedBytes })
      return { mail: await parseMail(original), original }
    },
    staleTime: Infinity,
    gcTime: Infinity,
    retry: false,
  })
  return { content, openedBytes }
}

async function fetchContent(id: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const init = { credentials: 'same-origin', cache: 'no-store', signal } as const
  const response = await fetch(addressOf(readContent, { params: { id } }), init).catch(() => {
    throw new ApiError('offline', 0, 'The server cannot be reached.')
  })
  if (!response.ok) throw await toApiError(response)
  if (response.body === null) throw new ApiError('http.failed', response.status, 'The server sent no content.')
  return response.body
}
