import { Outlet, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { pages } from '../app/registry.ts'
import { Icon } from '../../ui/icon.tsx'
import { useDeclaredPage } from '../frame/use-declared-page.ts'
import { useIsWide } from '../frame/use-is-wide.ts'
import { useLanguage } from '../texts/language.tsx'
import styles from './mail-panes.module.css'
import { WaitingRows } from './mail-rows.tsx'

/** Inbox and Sent: list and message side by side where the screen is wide enough, one after the other where it is not. */
export function MailPanes() {
  const page = useDeclaredPage()
  const isWide = useIsWide()
  const isReading = page === pages.received || page === pages.message
  // Each has its place in either form, so that nothing starts anew when a window is made smaller or turned.
  return (
    <div className={isWide ? styles.panes : undefined}>
      {(isWide || !isReading) && (
        <div className={isWide ? styles.list : undefined}>
          <List />
        </div>
      )}
      {(isWide || isReading) && <div className={styles.reading}>{isReading ? <Outlet /> : <Nothing />}</div>}
    </div>
  )
}

/** The list that was come from; a message alone is one that was sent. */
function List() {
  const page = useDeclaredPage()
  const { list, show } = useSearch({ strict: false })
  const isInbox = page === pages.inbox || page === pages.received || list === 'inbox'
  const attention = show === 'attention' || list === 'attention'
  return (
    <Suspense fallback={<WaitingRows />}>
      {isInbox ? <pages.inbox.view /> : <pages.sent.view show={attention ? 'attention' : 'all'} />}
    </Suspense>
  )
}

function Nothing() {
  const { t } = useLanguage()
  return (
    <div className={styles.nothing}>
      <Icon name="mail" size={40} />
      <p>{t.frame.chooseMessage}</p>
    </div>
  )
}
