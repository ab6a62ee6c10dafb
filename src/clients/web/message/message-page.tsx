import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { MessageView, readConversation } from '../../../contract/messages.ts'
import type { ResponseOf } from '../../../contract/endpoint.ts'
import type { ContentId } from '../../../lib/id/identifiers.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../frame/page.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { BackToList } from '../mail-list/back-to-list.tsx'
import { useLanguage } from '../texts/language.tsx'
import { Answers } from './answers.tsx'
import { CopyList } from './copy-list.tsx'
import { MailContent } from './mail-content.tsx'
import { MessageDetails } from './message-details.tsx'
import styles from './message-page.module.css'
import { PasswordPanel } from './password-panel.tsx'
import { conversationQuery, envelopeQuery } from './queries.ts'
import { useOtherMailbox } from './use-other-mailbox.ts'
import { useSubject } from './use-subject.ts'

/** One sent message: what was written, what came back, where each recipient stands. Who only got it reads it in the inbox. */
export function MessagePage({ id }: { readonly id: string }) {
  const { t } = useLanguage()
  const conversation = useQuery(conversationQuery(id))
  if (conversation.isSuccess)
    return conversation.data.mayChange ? (
      <Conversation {...conversation.data} />
    ) : (
      <Navigate to="/inbox/$id" params={{ id }} replace />
    )
  return (
    <Page before={<BackToList />}>
      {conversation.isPending && <Busy>{t.app.loading}</Busy>}
      <ProblemNotice error={conversation.error} onRetry={() => void conversation.refetch()} />
    </Page>
  )
}

function Conversation({ message, contentId, answers }: ResponseOf<typeof readConversation>) {
  const { t } = useLanguage()
  const subject = useSubject(message).text
  const otherMailbox = useOtherMailbox(message)
  // Where the answers stand does not change under the reader's eyes.
  const [newFirst] = useState(message.unreadAnswers > 0)
  const talk = (
    <div className={styles.talk}>
      {newFirst && <Answers message={message} answers={answers} />}
      <Panel id="message" title={t.message.yourMessage}>
        <OwnContent message={message} contentId={contentId} />
      </Panel>
      {!newFirst && <Answers message={message} answers={answers} />}
    </div>
  )
  return (
    <Page
      title={subject}
      before={<BackToList />}
      intro={otherMailbox === null ? undefined : t.message.fromMailbox(otherMailbox)}
    >
      <div className={newFirst ? `${styles.columns} ${styles.talkFirst}` : styles.columns}>
        {newFirst && talk}
        <div className={styles.recipients}>
          <Panel id="recipients" title={t.message.recipients}>
            <CopyList message={message} />
          </Panel>
          {message.password !== null && <PasswordPanel message={message} password={message.password} />}
        </div>
        {!newFirst && talk}
        <div className={styles.details}>
          <MessageDetails message={message} />
        </div>
      </div>
    </Page>
  )
}

function OwnContent({ message, contentId }: { readonly message: MessageView; readonly contentId: ContentId | null }) {
  const { t } = useLanguage()
  const envelope = useQuery(envelopeQuery(message, useSignedIn()))
  if (message.removedAt !== null) return <Notice kind="info">{t.message.contentRemoved}</Notice>
  if (contentId === null) return <Notice kind="info">{t.message.contentMissing}</Notice>
  if (envelope.isError) return <Notice kind="warning">{t.message.cannotOpen}</Notice>
  if (envelope.isPending) return <Busy>{t.message.openingContent}</Busy>
  const keys = [envelope.data.conversationIdentity]
  return <MailContent contentId={contentId} sizeBytes={message.sizeBytes} keys={keys} />
}
