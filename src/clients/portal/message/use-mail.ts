import { useCallback, useEffect, useRef, useState } from 'react'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import type { MailContent } from '../../mail-view/mail-content.ts'
import { parseMail, UnreadableMailError } from '../../mail-view/parse-mail.ts'
import type { ParsedMail } from '../../mail-view/parsed-mail.ts'
import type { Conversation, PortalSession } from '../session/portal-session.ts'
import { problemOf, type Problem } from '../session/problem.ts'
import { readContent } from './read-content.ts'

export type MailState =
  | { readonly kind: 'loading'; readonly share: number }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** `mail` is null for a message that was decrypted but cannot be displayed. */
  | { readonly kind: 'ready'; readonly mail: ParsedMail | null; readonly original: MailContent }

const loading: MailState = { kind: 'loading', share: 0 }

export interface MailToRead {
  readonly conversation: Conversation
  readonly contentId: ContentId
  readonly sizeBytes: number
  readonly session: PortalSession
}

/** Loads, decrypts and parses one message; `again` starts over. Leaving the view stops it. */
export function useMail({
  conversation,
  contentId,
  sizeBytes,
  session,
}: MailToRead): MailState & { again: () => void } {
  const [state, setState] = useState<MailState>(loading)
  const running = useRef<AbortController>(null)
  const start = useCallback(() => {
    running.current?.abort()
    const stop = new AbortController()
    running.current = stop
    const show = (next: MailState) => {
      if (!stop.signal.aborted) setState(next)
    }
    const onProgress = throttled((share) => show({ kind: 'loading', share }))
    readContent(conversation, { contentId, sizeBytes, onProgress, signal: stop.signal })
      .then(async (original) => show({ kind: 'ready', mail: await parseOrNull(original), original }))
      .catch((cause: unknown) => {
        if (stop.signal.aborted) return
        show({ kind: 'failed', problem: problemOf(cause) })
        void session.noticeFailure(cause)
      })
  }, [conversation, contentId, sizeBytes, session])
  useEffect(() => {
    start()
    return () => running.current?.abort()
  }, [start])
  const again = () => {
    setState(loading)
    start()
  }
  return { ...state, again }
}

async function parseOrNull(original: MailContent): Promise<ParsedMail | null> {
  try {
    return await parseMail(original)
  } catch (cause) {
    if (cause instanceof UnreadableMailError) return null
    throw cause
  }
}

/** A gigabyte comes in sixteen thousand chunks; the eye needs a hundred steps. */
function throttled(report: (share: number) => void): (share: number) => void {
  let shown = 0
  return (share) => {
    if (share - shown < 0.01 && share < 1) return
    shown = share
    report(share)
  }
}
