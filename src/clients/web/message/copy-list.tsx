import type { CopyView, MessageView } from '../../../contract/messages.ts'
import type { RouteRule } from '../../../lib/policy/routes.ts'
import { Address } from '../../ui/address.tsx'
import { Badge } from '../../ui/badge.tsx'
import { isOver, looks, shownState, type ShownState } from '../sent/shown-state.ts'
import { useLanguage, type Texts } from '../texts/language.tsx'
import { CopyAction } from './copy-action.tsx'
import styles from './copy-list.module.css'

/** Where each recipient stands, and what the sender can do about it. */
export function CopyList({ message }: { readonly message: MessageView }) {
  return (
    <ul className={styles.copies}>
      {message.copies.map((copy) => (
        <li key={copy.id} className={styles.copy}>
          <Copy message={message} copy={copy} />
        </li>
      ))}
    </ul>
  )
}

function Copy({ message, copy }: { readonly message: MessageView; readonly copy: CopyView }) {
  const { t } = useLanguage()
  const state = shownState(copy, message)
  const look = looks[state]
  return (
    <>
      <p className={styles.address}>
        <Address address={copy.address} />
      </p>
      <div className={styles.state}>
        <Badge tone={look.tone} icon={look.icon}>
          {t.sent.states[state]}
        </Badge>
        <Since copy={copy} state={state} />
      </div>
      <p className={styles.muted}>{explanation(copy, state, t)}</p>
      <RouteLine copy={copy} />
      {!isOver(state) && <CheckLine copy={copy} />}
      {message.removedAt === null && <CopyAction message={message} copy={copy} />}
    </>
  )
}

/** What the state means for who signs in, and for files and direct mails, which have no notification. */
function explanation({ route, signsIn }: CopyView, state: ShownState, t: Texts): string {
  const ofRoute = route === 'portal' ? {} : t.message.explainRoute[route]
  const other: Partial<Record<ShownState, string>> = signsIn ? t.message.explainSignsIn : ofRoute
  return other[state] ?? t.message.explain[state]
}

/** How the message left, and why: what decided where it was not the usual way, or why the portal took over. */
function RouteLine({ copy }: { readonly copy: CopyView }) {
  const { t } = useLanguage()
  const reasons: Partial<Record<RouteRule, string>> = { ...t.message.routeChanged, ...t.message.routeDecided }
  const how = copy.route === 'portal' ? undefined : t.message.routes[copy.route]
  const sentences = [how, reasons[copy.routeRule]].filter((sentence) => sentence !== undefined)
  return sentences.length === 0 ? null : <p className={styles.muted}>{sentences.join(' ')}</p>
}

function CheckLine({ copy }: { readonly copy: CopyView }) {
  const { t } = useLanguage()
  if (copy.asksForPassword) return <p className={styles.muted}>{t.message.linkByPassword}</p>
  if (copy.check === null || copy.route === 'direct') return null
  return (
    <p className={styles.muted}>
      {t.message.checkNames[copy.check]}
      {copy.maskedNumber === null ? '' : `, ${copy.maskedNumber}`}
    </p>
  )
}

function Since({ copy, state }: { readonly copy: CopyView; readonly state: ShownState }) {
  const { t, formats } = useLanguage()
  const instant = instantOf(copy, state)
  if (instant === null) return null
  return (
    <time className={styles.muted} dateTime={instant}>
      {t.message.on(formats.moment(instant))}
    </time>
  )
}

function instantOf(copy: CopyView, state: ShownState): string | null {
  switch (state) {
    case 'opened':
      return copy.openedAt
    case 'notified':
    case 'delivered':
      return copy.notifiedAt
    case 'newLink':
      return copy.newLinkRequestedAt
    case 'wrongNumber':
      return copy.numberReportedWrongAt
    default:
      return null
  }
}
