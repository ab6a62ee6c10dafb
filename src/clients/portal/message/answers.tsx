import { useState } from 'react'
import type { OpenedMessage } from '../../../contract/portal.ts'
import { MailView } from '../../mail-view/mail-view.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useLanguage } from '../language.tsx'
import type { Conversation, PortalSession } from '../session/portal-session.ts'
import styles from './message.module.css'
import { useMail } from './use-mail.ts'

type Answer = OpenedMessage['answers'][number]

export interface AnswersProps {
  /** In the order in which they were sent. */
  readonly answers: readonly Answer[]
  /** Sent since the message was opened here: shown unfolded. */
  readonly sentNow: ReadonlySet<string>
  readonly conversation: Conversation
  readonly session: PortalSession
}

/** What the reader answered, the newest first, each decrypted when it is unfolded. */
export function Answers({ answers, sentNow, conversation, session }: AnswersProps) {
  const { t } = useLanguage()
  if (answers.length === 0) return null
  return (
    <section className={styles.answers} aria-labelledby="answers-heading">
      <h2 id="answers-heading">{t.answers.heading}</h2>
      {answers.toReversed().map((answer) => (
        <AnswerEntry
          key={answer.id}
          answer={answer}
          isNew={sentNow.has(answer.id)}
          conversation={conversation}
          session={session}
        />
      ))}
    </section>
  )
}

interface AnswerProps {
  readonly answer: Answer
  readonly conversation: Conversation
  readonly session: PortalSession
}

function AnswerEntry({ isNew, ...props }: AnswerProps & { readonly isNew: boolean }) {
  const { t, formats } = useLanguage()
  const [isOpen, setIsOpen] = useState(isNew)
  return (
    <details className={styles.answer} open={isOpen} onToggle={(toggle) => setIsOpen(toggle.currentTarget.open)}>
      <summary>{t.answers.sentAt(formats.moment(props.answer.sentAt))}</summary>
      {isOpen && (
        <div className={styles.answerBody}>
          <AnswerMail {...props} />
        </div>
      )}
    </details>
  )
}

function AnswerMail({ answer, conversation, session }: AnswerProps) {
  const { t, language } = useLanguage()
  const { contentId, sizeBytes } = answer
  const state = useMail({ conversation, contentId, sizeBytes, session })
  if (state.kind === 'loading') return <Progress label={t.answers.loading} share={state.share} />
  if (state.kind === 'failed' || state.mail === null)
    return (
      <Notice kind="danger">
        <p>{state.kind === 'failed' ? t.problems[state.problem] : t.message.unreadable}</p>
        <Button onClick={state.again}>{t.message.again}</Button>
      </Notice>
    )
  return (
    <MailView
      mail={state.mail}
      original={state.original}
      language={language}
      timeZone={conversation.link.timeZone}
      heading="h3"
    />
  )
}
