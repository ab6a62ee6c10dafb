import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { callApi } from '../../../contract/client.ts'
import type { ResponseOf } from '../../../contract/endpoint.ts'
import { markMessageRead } from '../../../contract/inbox.ts'
import type { readConversation, ReceivedView } from '../../../contract/messages.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../frame/page.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { BackLink } from '../controls/back-link.tsx'
import { Busy } from '../../ui/busy.tsx'
import { Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { MailContent } from '../message/mail-content.tsx'
import { conversationQuery, envelopeQuery, messagesKey, type Sealed } from '../message/queries.ts'
import { useOtherMailbox } from '../message/use-other-mailbox.ts'
import { useSubject } from '../message/use-subject.ts'
import { useLanguage } from '../texts/language.tsx'
import styles from './received-page.module.css'
import { AnswerPanel, SenderPanel, SentPanel } from './sender-panel.tsx'

type Conversation = ResponseOf<typeof readConversation>
type Received = Conversation & { readonly received: ReceivedView }

/** One message that a colleague sent: who sent it and what it says. What can be done about it is its sender's. */
export function ReceivedPage({ id }: { readonly id: string }) {
  const { t } = useLanguage()
  const conversation = useQuery(conversationQuery(id))
  if (conversation.isSuccess) {
    const { received } = conversation.data
    if (received === null) return <Navigate to="/messages/$id" params={{ id }} replace />
    return <ReceivedMessage {...conversation.data} received={received} />
  }
  return (
    <Page before={<BackLink to="/inbox">{t.inbox.back}</BackLink>}>
      {conversation.isPending && <Busy>{t.app.loading}</Busy>}
      <ProblemNotice error={conversation.error} onRetry={() => void conversation.refetch()} />
    </Page>
  )
}

function ReceivedMessage(conversation: Received) {
  const { t } = useLanguage()
  const { message, received, mayChange } = conversation
  const { account } = useSignedIn().view
  const sealed = { id: message.id, mailboxId: received.mailboxId, sealedEnvelope: received.sealedEnvelope }
  const subject = useSubject(sealed).text
  const otherMailbox = useOtherMailbox(received)
  return (
    <Page
      title={received.state === 'open' ? subject : t.inbox[received.state]}
      before={<BackLink to="/inbox">{t.inbox.back}</BackLink>}
      intro={otherMailbox === null ? undefined : t.inbox.cameTo(otherMailbox)}
    >
      <div className={styles.columns}>
        <Panel id="message" title={t.inbox.message}>
          <Content {...conversation} sealed={sealed} />
        </Panel>
        <div className={styles.beside}>
          <SenderPanel message={message} received={received} />
          {received.from.address !== account.address && <AnswerPanel received={received} />}
          {mayChange && <SentPanel message={message} />}
        </div>
      </div>
    </Page>
  )
}

function Content({ message, contentId, received, sealed }: Received & { readonly sealed: Sealed }) {
  const { t } = useLanguage()
  const envelope = useQuery(envelopeQuery(sealed, useSignedIn()))
  const markRead = useMarkRead(message.id)
  if (received.state !== 'open') return <Notice kind="info">{t.inbox[`${received.state}Text`]}</Notice>
  if (contentId === null) return <Notice kind="info">{t.message.contentMissing}</Notice>
  if (envelope.isError) return <Notice kind="warning">{t.inbox.cannotOpen}</Notice>
  if (envelope.isPending) return <Busy>{t.message.openingContent}</Busy>
  return (
    <MailContent
      contentId={contentId}
      sizeBytes={message.sizeBytes}
      keys={[envelope.data.conversationIdentity]}
      onShown={() => {
        if (received.openedAt === null) markRead.mutate()
      }}
    />
  )
}

function useMarkRead(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => callApi(markMessageRead, undefined, { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [messagesKey] }),
  })
}
