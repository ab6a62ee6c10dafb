import { useState, type ReactNode } from 'react'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './mail-row.module.css'

export interface Person {
  /** Empty where nobody has told it. */
  readonly name: string
  readonly address: string
}

interface MailRowProps {
  /** How it went or came, in a drawing and in words. */
  readonly way: { readonly icon: IconName; readonly text: string }
  readonly people: readonly Person[]
  /** Nobody has seen it: the one thing that is written in bold. */
  readonly isNew: boolean
  /** What the reading pane shows. */
  readonly isHere: boolean
  /** A link with the subject; the whole row is pressed for it. */
  readonly subject: ReactNode
  readonly mailbox: string | null
  readonly states: ReactNode
  /** An instant. */
  readonly at: string
}

const shownPeople = 2

/** One message in a list: who, about what, where it stands, when. */
export function MailRow({ way, people, isNew, isHere, subject, mailbox, states, at }: MailRowProps) {
  const { t, formats } = useLanguage()
  const [now] = useState(() => new Date())
  const rest = people.length - shownPeople
  return (
    <li className={styles.row} data-new={isNew || undefined} data-here={isHere || undefined}>
      <span className={styles.way} title={way.text}>
        <Icon name={way.icon} size={18} />
        <span className="visually-hidden">{way.text}</span>
      </span>
      <div className={styles.people}>
        {people.slice(0, shownPeople).map((person) => (
          <PersonName key={person.address} {...person} />
        ))}
        {rest > 0 && <span className={styles.muted}>{t.sent.andMore(rest)}</span>}
      </div>
      <time className={styles.date} dateTime={at} title={formats.moment(at)}>
        {formats.short(at, now)}
      </time>
      <div className={styles.subject}>
        {isNew && <span className="visually-hidden">{t.inbox.new}: </span>}
        {subject}
        {mailbox !== null && <span className={styles.muted}>{mailbox}</span>}
      </div>
      <div className={styles.states}>{states}</div>
    </li>
  )
}

function PersonName({ name, address }: Person) {
  if (name === '') return <bdi className={styles.person}>{address}</bdi>
  return (
    <span className={styles.person}>
      <bdi>{name}</bdi> <bdi className={styles.muted}>{address}</bdi>
    </span>
  )
}

/** A state that asks for nothing: words beside a drawing, without a ground. */
export function QuietState({ icon, children }: { readonly icon: IconName; readonly children: ReactNode }) {
  return (
    <span className={styles.quiet}>
      <Icon name={icon} size={16} />
      <span>{children}</span>
    </span>
  )
}
