import type { ReactNode } from 'react'
import type { MessageView } from '../../../contract/messages.ts'
import { TextWithAddress } from '../../ui/address.tsx'
import { ButtonLink } from '../controls/button-link.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useNameOf } from '../message/use-names.ts'
import { useOtherMailbox } from '../message/use-other-mailbox.ts'
import { useSubject } from '../message/use-subject.ts'
import { looks } from '../sent/shown-state.ts'
import { useLanguage } from '../texts/language.tsx'
import type { ThingToDo } from './things-to-do.ts'
import styles from './todo-page.module.css'

interface ThingProps {
  readonly icon: IconName
  readonly what: ReactNode
  readonly about: ReactNode
  readonly action: ReactNode
}

function Thing({ icon, what, about, action }: ThingProps) {
  return (
    <li className={styles.thing}>
      <span className={styles.mark}>
        <Icon name={icon} />
      </span>
      <div className={styles.words}>
        <p className={styles.what}>{what}</p>
        <p className={styles.about}>{about}</p>
      </div>
      <div className={styles.action}>{action}</div>
    </li>
  )
}

/** Something about a message: what happened, in which one, and the way to where it is settled. */
export function MessageThing({ message, thing }: { readonly message: MessageView; readonly thing: ThingToDo }) {
  const { t, formats } = useLanguage()
  const subject = useSubject(message).text
  const otherMailbox = useOtherMailbox(message)
  const who = useWho(message, thing)
  const sent = t.todo.sent(formats.day(message.sentAt))
  const { icon, what, action } =
    thing.kind === 'answers'
      ? { icon: 'answer' as const, what: t.sent.newAnswers(thing.count), action: t.todo.readAnswer }
      : {
          icon: looks[thing.kind].icon,
          what: <TextWithAddress text={t.todo.things[thing.kind].what(who)} address={who} />,
          action: t.todo.things[thing.kind].action,
        }
  return (
    <Thing
      icon={icon}
      what={what}
      about={
        <>
          <bdi className={styles.subject}>{subject}</bdi> <span>{sent}</span>{' '}
          {otherMailbox !== null && <span>{t.sent.from(otherMailbox)}</span>}
        </>
      }
      action={<Way message={message} thing={thing} label={t.app.about(action, subject)} text={action} />}
    />
  )
}

/** The first recipient it concerns by name, or address where there is none, and how many more. */
function useWho(message: MessageView, thing: ThingToDo): string {
  const { t } = useLanguage()
  const nameOf = useNameOf(message)
  if (thing.kind === 'answers') return ''
  const [{ address }, ...others] = thing.copies
  const first = nameOf(address) === '' ? address : nameOf(address)
  return others.length === 0 ? first : `${first} ${t.sent.andMore(others.length)}`
}

interface WayProps {
  readonly message: MessageView
  readonly thing: ThingToDo
  readonly label: string
  readonly text: string
}

function Way({ message: { id }, thing, label, text }: WayProps) {
  const at = { params: { id }, 'aria-label': label }
  if (thing.kind === 'parked')
    return (
      <ButtonLink to="/messages/$id/complete" {...at}>
        {text}
      </ButtonLink>
    )
  if (thing.kind === 'wrongNumber') {
    const [{ id: copy }] = thing.copies
    return (
      <ButtonLink to="/messages/$id/complete" search={{ copy }} {...at}>
        {text}
      </ButtonLink>
    )
  }
  const place = thing.kind === 'answers' ? 'answers' : thing.kind === 'passwordWaits' ? 'password' : 'recipients'
  return (
    <ButtonLink to="/messages/$id" hash={place} {...at}>
      {text}
    </ButtonLink>
  )
}

/** Something about the account itself. */
export function AccountThing({ codesLeft }: { readonly codesLeft: number }) {
  const { t } = useLanguage()
  const texts = t.todo.codes
  const action = (
    <ButtonLink to="/settings" hash="recovery-codes">
      {texts.action}
    </ButtonLink>
  )
  return <Thing icon="key" what={texts.what(codesLeft)} about={texts.about} action={action} />
}
