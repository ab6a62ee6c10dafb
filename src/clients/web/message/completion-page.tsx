import { useQuery } from '@tanstack/react-query'
import type { MessageView } from '../../../contract/messages.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../app/page.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { BackLink } from '../controls/back-link.tsx'
import { Busy } from '../controls/busy.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { EmptyState } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { shownState } from '../sent/shown-state.ts'
import { useLanguage } from '../texts/language.tsx'
import { CompleteCopy } from './complete-copy.tsx'
import styles from './completion-page.module.css'
import { conversationQuery, envelopeQuery } from './queries.ts'
import { useSubject } from './use-subject.ts'

/** Takes care of every recipient of a message who waits for the sender; where the notification mail leads to. */
export function CompletionPage({ id }: { readonly id: string }) {
  const { t } = useLanguage()
  const conversation = useQuery(conversationQuery(id))
  return (
    <Page
      title={t.completion.title}
      before={
        <BackLink to="/messages/$id" params={{ id }}>
          {t.message.backToMessage}
        </BackLink>
      }
    >
      {conversation.isPending && <Busy>{t.app.loading}</Busy>}
      <ProblemNotice error={conversation.error} onRetry={() => void conversation.refetch()} />
      {conversation.isSuccess && <Waiting message={conversation.data.message} />}
    </Page>
  )
}

const waits = new Set(['parked', 'newLink', 'wrongNumber'])

function Waiting({ message }: { readonly message: MessageView }) {
  const { t } = useLanguage()
  const envelope = useQuery(envelopeQuery(message, useSignedIn()))
  const subject = useSubject(message)
  const copies = message.removedAt === null ? message.copies.filter((copy) => waits.has(shownState(copy))) : []
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
        <span>{t.completion.intro}</span>
      </p>
      {copies.map((copy) => (
        <CompleteCopy key={copy.id} copy={copy} envelope={envelope.data} />
      ))}
      <p className={styles.muted}>{t.completion.remembered}</p>
    </div>
  )
}
