import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '../../../contract/client.ts'
import { markAnswerRead, type AnswerView, type MessageView } from '../../../contract/messages.ts'
import { TextWithAddress } from '../../ui/address.tsx'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Actions, Panel } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { isOver, shownState } from '../sent/shown-state.ts'
import { useLanguage } from '../texts/language.tsx'
import styles from './answers.module.css'
import { MailContent } from './mail-content.tsx'
import { orderAnswers, type OrderedAnswer } from './order-answers.ts'
import { messagesKey } from './queries.ts'

/** What came back, the new first and opened, each bound to the recipient who passed the check. */
export function Answers({
  message,
  answers,
}: {
  readonly message: MessageView
  readonly answers: readonly AnswerView[]
}) {
  const { t } = useLanguage()
  const isAmongColleagues = message.copies.every(({ signsIn }) => signsIn)
  const canAnswer = message.copies.some((copy) => !isOver(shownState(copy, message)))
  const none = canAnswer ? t.message.noAnswers : t.message.noAnswersCame
  // Reading marks an answer as read; it keeps its place and its label until the page is left.
  const [readBefore] = useState(() => new Set(answers.filter(({ readAt }) => readAt !== null).map(({ id }) => id)))
  const ordered = orderAnswers(answers, ({ id }) => !readBefore.has(id))
  return (
    <Panel id="answers" title={t.message.answers}>
      {ordered.length === 0 && <p className={styles.muted}>{isAmongColleagues ? t.message.noAnswersHere : none}</p>}
      {ordered.length > 0 && (
        <ul className={styles.answers}>
          {ordered.map((one) => (
            <li key={one.answer.id} className={styles.answer}>
              <Answer message={message} {...one} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Answer(props: OrderedAnswer & { readonly message: MessageView }) {
  const { message, answer, isNew, opensByItself } = props
  const { t } = useLanguage()
  const session = useSignedIn()
  const [open, setOpen] = useState(opensByItself)
  const markRead = useMarkRead(answer)
  const mailboxIdentity = session.mailboxIdentities.get(message.mailboxId)
  return (
    <article className={styles.article}>
      <AnswerHead answer={answer} isNew={isNew} />
      <Actions>
        <Button
          kind={answer.readAt === null && !open ? 'primary' : 'secondary'}
          onClick={() => setOpen(!open)}
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
          keys={mailboxIdentity === undefined ? [] : [mailboxIdentity]}
          verifiedFrom={answer.fromAddress}
          onShown={() => {
            if (answer.readAt === null) markRead.mutate()
          }}
        />
      )}
    </article>
  )
}

function AnswerHead({ answer, isNew }: Pick<OrderedAnswer, 'answer' | 'isNew'>) {
  const { t, formats } = useLanguage()
  return (
    <header className={styles.head}>
      <h3>
        <TextWithAddress text={t.message.answerFrom(answer.fromAddress)} address={answer.fromAddress} />
      </h3>
      <div className={styles.facts}>
        {isNew && <Badge tone="accent">{t.message.unread}</Badge>}
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
