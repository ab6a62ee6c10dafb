import { Link, useParams } from '@tanstack/react-router'
import type { CopyView, MessageView } from '../../../contract/messages.ts'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { MailRow, QuietState } from '../mail-list/mail-row.tsx'
import { useNameOf } from '../message/use-names.ts'
import { useOtherMailbox } from '../message/use-other-mailbox.ts'
import { useSubject } from '../message/use-subject.ts'
import { useLanguage, type Texts } from '../texts/language.tsx'
import { countStates, looks, type ShownState } from './shown-state.ts'

const shownStates = 2

interface MessageRowProps {
  readonly message: MessageView
  /** Where to come back to, when it is not the list of everything sent. */
  readonly list?: 'attention'
}

/** One sent message: by which way, to whom, about what, where it stands, when. The whole row leads to it. */
export function MessageRow({ message, list }: MessageRowProps) {
  const { t } = useLanguage()
  const otherMailbox = useOtherMailbox(message)
  const subject = useSubject(message)
  const nameOf = useNameOf(message)
  return (
    <MailRow
      way={wayOf(message.copies, t)}
      people={message.copies.map(({ address }) => ({ name: nameOf(address), address }))}
      isNew={message.unreadAnswers > 0}
      isHere={useParams({ strict: false }).id === message.id}
      subject={
        <Link to="/messages/$id" params={{ id: message.id }} search={list === undefined ? {} : { list }}>
          {subject.text}
        </Link>
      }
      mailbox={otherMailbox === null ? null : t.sent.from(otherMailbox)}
      states={
        <>
          <Answers message={message} />
          <States message={message} />
        </>
      }
      at={message.sentAt}
    />
  )
}

const wayIcons = { portal: 'link', attachment: 'clip', direct: 'moving', internal: 'people' } as const satisfies Record<
  string,
  IconName
>

/** The way of the first recipient stands for all; where the others took another one, the words say so. */
function wayOf(copies: readonly CopyView[], t: Texts): { readonly icon: IconName; readonly text: string } {
  const ways = [...new Set(copies.map(({ route, signsIn }) => (signsIn ? 'internal' : route)))]
  return { icon: wayIcons[ways[0] ?? 'portal'], text: ways.map((way) => t.sent.ways[way]).join(', ') }
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
  return message.answers > 0 ? <QuietState icon="answer">{t.sent.answers(message.answers)}</QuietState> : null
}

function States({ message }: { readonly message: MessageView }) {
  const { t } = useLanguage()
  if (message.removedAt !== null) return <QuietState icon="trash">{t.sent.states.removed}</QuietState>
  return countStates(message)
    .slice(0, shownStates)
    .map((counted) => <State key={counted.state} {...counted} all={message.copies.length} />)
}

function State({ state, copies, all }: { readonly state: ShownState; readonly copies: number; readonly all: number }) {
  const { t } = useLanguage()
  const { tone, icon, needsAttention } = looks[state]
  const many = state === 'opened' ? t.sent.openedOf(copies, all) : `${t.sent.states[state]} (${copies})`
  const words = all > 1 ? many : t.sent.states[state]
  if (!needsAttention) return <QuietState icon={icon}>{words}</QuietState>
  return (
    <Badge tone={tone} icon={icon}>
      {words}
    </Badge>
  )
}
