import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import type { CopyView, MessageView } from '../../../contract/messages.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../frame/page.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { BackLink } from '../controls/back-link.tsx'
import { Busy } from '../../ui/busy.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { shownState } from '../sent/shown-state.ts'
import { useLanguage } from '../texts/language.tsx'
import { CompleteCopy } from './complete-copy.tsx'
import styles from './completion-page.module.css'
import { conversationQuery, envelopeQuery } from './queries.ts'
import { useOtherMailbox } from './use-other-mailbox.ts'
import { useSubject } from './use-subject.ts'

interface CompletionPageProps {
  readonly id: string
  /** Only this copy, whatever its state: to send it once more or with another check. */
  readonly copyId: string | null
}

/** Takes care of every recipient of a message who waits for the sender; where the notification mail leads to. */
export function CompletionPage({ id, copyId }: CompletionPageProps) {
  const { t } = useLanguage()
  const conversation = useQuery(conversationQuery(id))
  if (conversation.data?.mayChange === false) return <Navigate to="/inbox/$id" params={{ id }} replace />
  return (
    <Page
      before={
        <BackLink to="/messages/$id" params={{ id }}>
          {t.message.backToMessage}
        </BackLink>
      }
    >
      {conversation.isPending && <Busy>{t.app.loading}</Busy>}
      <ProblemNotice error={conversation.error} onRetry={() => void conversation.refetch()} />
      {conversation.isSuccess && <Waiting message={conversation.data.message} copyId={copyId} />}
    </Page>
  )
}

const waits = new Set(['parked', 'newLink', 'wrongNumber'])

/** No link opens a copy that is over, one that is on its way has its link, and who signs in needs none. */
const canBeSent = ({ state, signsIn }: CopyView) =>
  state !== 'revoked' && state !== 'expired' && state !== 'queued' && !signsIn

function copiesToShow(message: MessageView, copyId: string | null): readonly CopyView[] {
  if (message.removedAt !== null) return []
  if (copyId !== null) return message.copies.filter((copy) => copy.id === copyId && canBeSent(copy))
  return message.copies.filter((copy) => waits.has(shownState(copy, message)))
}

interface WaitingProps {
  readonly message: MessageView
  readonly copyId: string | null
}

function Waiting({ message, copyId }: WaitingProps) {
  const { t } = useLanguage()
  const envelope = useQuery(envelopeQuery(message, useSignedIn()))
  const subject = useSubject(message)
  const otherMailbox = useOtherMailbox(message)
  const copies = copiesToShow(message, copyId)
  if (copies.length === 0) {
    const action = (
      <ButtonLink to="/messages/$id" params={{ id: message.id }} kind="primary">
        {t.message.backToMessage}
      </ButtonLink>
    )
    return <EmptyState title={t.completion.allDone} text={t.completion.nothingWaits} action={action} />
  }
  if (envelope.isError) return <Notice kind="warning">{t.message.cannotOpen}</Notice>
  if (envelope.isPending) return <Busy>{t.message.openingContent}</Busy>
  return (
    <div className={styles.copies}>
      <p className={styles.about}>
        <strong>{subject.text}</strong>
        {otherMailbox !== null && <span>{t.message.fromMailbox(otherMailbox)}</span>}
        <span>{copies.some(({ state }) => state === 'parked') ? t.completion.intro : t.completion.introAgain}</span>
      </p>
      {copies.map((copy) => (
        <CompleteCopy key={copy.id} message={message} copy={copy} envelope={envelope.data} />
      ))}
      <p className={styles.muted}>{t.completion.remembered}</p>
    </div>
  )
}
