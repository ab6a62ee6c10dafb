import { Link, useParams } from '@tanstack/react-router'
import type { InboxEntry } from '../../../contract/inbox.ts'
import { MailRow, QuietState } from '../mail-list/mail-row.tsx'
import { useOtherMailbox } from '../message/use-other-mailbox.ts'
import { useSubject } from '../message/use-subject.ts'
import { useLanguage } from '../texts/language.tsx'

/** One thing that came in: from whom, about what, when, and whether it is new. The whole row leads to it. */
export function InboxRow({ entry }: { readonly entry: InboxEntry }) {
  const { t } = useLanguage()
  const otherMailbox = useOtherMailbox(entry)
  const isAnswer = entry.kind === 'answer'
  return (
    <MailRow
      way={isAnswer ? { icon: 'answer', text: t.inbox.answer } : { icon: 'mail', text: t.inbox.message }}
      people={[entry.from]}
      isNew={entry.isUnread}
      isHere={useParams({ strict: false }).id === entry.messageId}
      subject={<EntryLink entry={entry} />}
      mailbox={otherMailbox === null ? null : t.inbox.toMailbox(otherMailbox)}
      states={isAnswer ? <QuietState icon="answer">{t.inbox.answer}</QuietState> : null}
      at={entry.receivedAt}
    />
  )
}

function EntryLink({ entry }: { readonly entry: InboxEntry }) {
  const { t } = useLanguage()
  const { kind, messageId: id, mailboxId, sealedEnvelope, state } = entry
  const subject = useSubject({ id, mailboxId, sealedEnvelope })
  const text = state === 'open' ? subject.text : t.inbox[state]
  if (kind === 'message')
    return (
      <Link to="/inbox/$id" params={{ id }}>
        {text}
      </Link>
    )
  return (
    <Link to="/messages/$id" params={{ id }} search={{ list: 'inbox' }} hash="answers">
      {text}
    </Link>
  )
}
