import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CopyView, MessageView } from '../../../contract/messages.ts'
import { Badge } from '../../ui/badge.tsx'
import styles from '../controls/row.module.css'
import { useOtherMailbox } from '../message/use-other-mailbox.ts'
import { useSubject } from '../message/use-subject.ts'
import { useLanguage } from '../texts/language.tsx'
import { countStates, looks } from './shown-state.ts'

const shownAddresses = 2
const shownStates = 2

/** One sent message: to whom, about what, where it stands, when. The whole row leads to it. */
export function MessageRow({ message }: { readonly message: MessageView }) {
  const { t, formats } = useLanguage()
  const otherMailbox = useOtherMailbox(message)
  const [now] = useState(() => new Date())
  const subject = useSubject(message)
  return (
    <li className={styles.row} data-unread={message.unreadAnswers > 0 || undefined}>
      <Addresses copies={message.copies} />
      <div className={styles.subject}>
        <Link to="/messages/$id" params={{ id: message.id }} className={styles.link}>
          {subject.isSubject ? subject.text : <span className={styles.muted}>{subject.text}</span>}
        </Link>
        {otherMailbox !== null && <span className={styles.muted}>{t.sent.from(otherMailbox)}</span>}
        <Answers message={message} />
      </div>
      <States message={message} />
      <time className={styles.date} dateTime={message.sentAt} title={formats.moment(message.sentAt)}>
        {formats.short(message.sentAt, now)}
      </time>
    </li>
  )
}

function Addresses({ copies }: { readonly copies: readonly CopyView[] }) {
  const { t } = useLanguage()
  const rest = copies.length - shownAddresses
  return (
    <div className={styles.addresses}>
      {copies.slice(0, shownAddresses).map((copy) => (
        <span key={copy.id} className={styles.address}>
          {copy.address}
        </span>
      ))}
      {rest > 0 && <span className={styles.muted}>{t.sent.andMore(rest)}</span>}
    </div>
  )
}

function Answers({ message }: { readonly message: MessageView }) {
  const { t } = useLanguage()
  if (message.unreadAnswers > 0) {
    return (
      <Badge tone="accent" icon="answer">
        {t.sent.newAnswers(message.unreadAnswers)}
      </Badge>
    )
  }
  return message.answers > 0 ? <span className={styles.muted}>{t.sent.answers(message.answers)}</span> : null
}

function States({ message }: { readonly message: MessageView }) {
  const { t } = useLanguage()
  if (message.removedAt !== null) {
    return (
      <div className={styles.states}>
        <Badge tone="calm" icon="trash">
          {t.sent.states.removed}
        </Badge>
      </div>
    )
  }
  const all = message.copies.length
  return (
    <div className={styles.states}>
      {countStates(message)
        .slice(0, shownStates)
        .map(({ state, copies }) => (
          <Badge key={state} tone={looks[state].tone} icon={looks[state].icon}>
            {state === 'opened' && all > 1 ? t.sent.openedOf(copies, all) : t.sent.states[state]}
            {state !== 'opened' && all > 1 ? ` (${copies})` : ''}
          </Badge>
        ))}
    </div>
  )
}
