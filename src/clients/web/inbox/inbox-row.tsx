import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { InboxEntry } from '../../../contract/inbox.ts'
import { Badge } from '../../ui/badge.tsx'
import styles from '../controls/row.module.css'
import { useOtherMailbox } from '../message/use-other-mailbox.ts'
import { useSubject } from '../message/use-subject.ts'
import { useLanguage } from '../texts/language.tsx'

/** One thing that came in: from whom, about what, when, and whether it is new. The whole row leads to it. */
export function InboxRow({ entry }: { readonly entry: InboxEntry }) {
  const { t, formats } = useLanguage()
  const otherMailbox = useOtherMailbox(entry)
  const [now] = useState(() => new Date())
  return (
    <li className={styles.row} data-read={!entry.isUnread || undefined}>
      <From entry={entry} />
      <div className={styles.subject}>
        <EntryLink entry={entry} />
        {otherMailbox !== null && <span className={styles.muted}>{t.inbox.toMailbox(otherMailbox)}</span>}
        <Marks entry={entry} />
      </div>
      <time className={styles.date} dateTime={entry.receivedAt} title={formats.moment(entry.receivedAt)}>
        {formats.short(entry.receivedAt, now)}
      </time>
    </li>
  )
}

function From({ entry: { from, isUnread } }: { readonly entry: InboxEntry }) {
  const first = from.name === '' ? from.address : from.name
  return (
    <div className={styles.addresses}>
      <bdi className={styles.address}>{isUnread ? <strong>{first}</strong> : first}</bdi>
      {from.name !== '' && <span className={`${styles.address} ${styles.muted}`}>{from.address}</span>}
    </div>
  )
}

function EntryLink({ entry }: { readonly entry: InboxEntry }) {
  const { t } = useLanguage()
  const { kind, messageId: id, mailboxId, sealedEnvelope, state } = entry
  const subject = useSubject({ id, mailboxId, sealedEnvelope })
  const text = state === 'open' ? subject.text : t.inbox[state]
  const shown = subject.isSubject ? text : <span className={styles.muted}>{text}</span>
  if (kind === 'message')
    return (
      <Link to="/inbox/$id" params={{ id }} className={styles.link}>
        {shown}
      </Link>
    )
  return (
    <Link to="/messages/$id" params={{ id }} hash="answers" className={styles.link}>
      {shown}
    </Link>
  )
}

function Marks({ entry: { kind, isUnread } }: { readonly entry: InboxEntry }) {
  const { t } = useLanguage()
  if (kind === 'message' && !isUnread) return null
  return (
    <span className={styles.states}>
      {isUnread && <Badge tone="accent">{t.inbox.new}</Badge>}
      {kind === 'answer' && (
        <Badge tone="calm" icon="answer">
          {t.inbox.answer}
        </Badge>
      )}
    </span>
  )
}
