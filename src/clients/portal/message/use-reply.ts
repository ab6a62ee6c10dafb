import { useEffect, useRef, useState } from 'react'
import type { ParsedMail } from '../../mail-view/parsed-mail.ts'
import type { Conversation, PortalSession } from '../session/portal-session.ts'
import { problemOf, type Problem } from '../session/problem.ts'
import type { AnswerDraft } from './compose-answer.ts'
import { sealAnswer, uploadAnswer, type SealedAnswer, type SentAnswer } from './send-answer.ts'

export interface Reply {
  readonly draft: AnswerDraft
  readonly change: (draft: Partial<AnswerDraft>) => void
  readonly phase: 'writing' | 'encrypting' | 'sending'
  /** Of the upload, 0 to 1. */
  readonly share: number
  readonly problem: Problem | undefined
  readonly isSent: boolean
  readonly send: () => void
}

export interface ReplyTo {
  readonly conversation: Conversation
  readonly session: PortalSession
  readonly original: ParsedMail | null
  readonly onSent: (answer: SentAnswer) => void
}

const emptyDraft: AnswerDraft = { text: '', files: [] }

/**
 * The answer being written. It survives a failed attempt and an ended session, and trying again repeats the same request, so that an answer
 * which arrived after all is not sent twice. The browser asks before the page is closed over it.
 */
export function useReply({ conversation, session, original, onSent }: ReplyTo): Reply {
  const [draft, setDraft] = useState(session.draft ?? emptyDraft)
  const [phase, setPhase] = useState<Reply['phase']>('writing')
  const [share, setShare] = useState(0)
  const [problem, setProblem] = useState<Problem>()
  const [isSent, setIsSent] = useState(false)
  const sealed = useRef<SealedAnswer>(null)
  useWarning(draft.text !== '' || draft.files.length > 0)
  const change = (changes: Partial<AnswerDraft>): void => {
    sealed.current = null
    const next = { ...draft, ...changes }
    session.keepDraft(next)
    setDraft(next)
    setIsSent(false)
    setProblem(undefined)
  }
  const attempt = async (): Promise<void> => {
    setPhase('encrypting')
    sealed.current ??= await sealAnswer({ draft, conversation, original })
    setShare(0)
    setPhase('sending')
    onSent(await uploadAnswer(sealed.current, conversation.guestSession, setShare))
    sealed.current = null
    session.keepDraft(null)
    setDraft(emptyDraft)
    setIsSent(true)
  }
  const send = (): void => {
    if (phase !== 'writing') return
    setProblem(undefined)
    attempt()
      .catch((cause: unknown) => {
        setProblem(problemOf(cause))
        return session.noticeFailure(cause)
      })
      .finally(() => setPhase('writing'))
  }
  return { draft, change, phase, share, problem, isSent, send }
}

function useWarning(isUnsent: boolean): void {
  useEffect(() => {
    if (!isUnsent) return undefined
    const warn = (unload: BeforeUnloadEvent) => unload.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isUnsent])
}
