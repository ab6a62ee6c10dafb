import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { markAnswerRead, type AnswerView, type MessageView } from '../../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Badge } from '../controls/badge.tsx'
import { Icon } from '../controls/icon.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './answers.module.css'
import { MailContent } from './mail-content.tsx'
import { envelopeQuery, messagesKey } from './queries.ts'

/** What came back, oldest first, each bound to the recipient who passed the check. */
export function Answers({
  message,
  answers,
}: {
  readonly message: MessageView
  readonly answers: readonly AnswerView[]
}) {
  const { t } = useLanguage()
  const ordered = answers.toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt))
  return (
    <Panel id="answers" title={t.message.answers}>
      {ordered.length === 0 && <p className={styles.muted}>{t.message.noAnswers}</p>}
      {ordered.length > 0 && (
        <ul className={styles.answers}>
          {ordered.map((answer) => (
            <li key={answer.id} className={styles.answer}>
              <Answer message={message} answer={answer} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Answer({ message, answer }: { readonly message: MessageView; readonly answer: AnswerView }) {
  const { t } = useLanguage()
  const session = useSignedIn()
  const envelope = useQuery(envelopeQuery(message, session))
  const [open, setOpen] = useState(false)
  const markRead = useMarkRead(answer)
  const mailboxIdentity = session.mailboxIdentities.get(message.mailboxId)
  const identities = [envelope.data?.conversationIdentity, mailboxIdentity].filter((identity) => identity !== undefined)
  const toggle = () => {
    setOpen(!open)
    if (!open && answer.readAt === null) markRead.mutate()
  }
  return (
    <article className={styles.article}>
      <AnswerHead answer={answer} />
      <Actions>
        <Button
          kind={answer.readAt === null && !open ? 'primary' : 'secondary'}
          onClick={toggle}
          icon={<Icon name={open ? 'close' : 'opened'} />}
        >
          {open ? t.message.hide : t.message.show}
        </Button>
        {answer.readAt === null && !open && (
          <Button onClick={() => markRead.mutate()} isBusy={markRead.isPending}>
            {t.message.markRead}
          </Button>
        )}
      </Actions>
      <ProblemNotice error={markRead.error} />
      {open && (
        <MailContent
          contentId={answer.contentId}
          sizeBytes={answer.sizeBytes}
          identities={identities}
          verifiedFrom={answer.fromAddress}
        />
      )}
    </article>
  )
}

function AnswerHead({ answer }: { readonly answer: AnswerView }) {
  const { t, formats } = useLanguage()
  return (
    <header className={styles.head}>
      <h3>{t.message.answerFrom(answer.fromAddress)}</h3>
      <div className={styles.facts}>
        {answer.readAt === null && <Badge tone="accent">{t.message.unread}</Badge>}
        <Badge
          tone={answer.verifiedBy === 'email' ? 'warn' : 'good'}
          icon={answer.verifiedBy === 'email' ? 'mail' : 'check'}
        >
          {t.message.verified[answer.verifiedBy]}
        </Badge>
        <time className={styles.muted} dateTime={answer.receivedAt}>
          {t.message.receivedAt(formats.moment(answer.receivedAt))}
        </time>
      </div>
    </header>
  )
}

function useMarkRead(answer: AnswerView) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => callApi(markAnswerRead, undefined, { params: { id: answer.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [messagesKey] }),
  })
}
