import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { maxUnread } from '../../../contract/inbox.ts'
import { Notice } from '../../ui/notice.tsx'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { unreadQuery } from '../inbox/queries.ts'
import { IdleGuard } from '../session/idle-guard.tsx'
import { InTimeZone, useLanguage } from '../texts/language.tsx'
import { AccountMenu } from './account-menu.tsx'
import styles from './shell.module.css'
import { SignedInContext, useSessionState } from './use-session.ts'

/** The frame of all pages for signed-in people; sends everybody else to the sign-in page, which leads back here. */
export function Shell() {
  const state = useSessionState()
  const { t } = useLanguage()
  if (state.kind !== 'signed-in') return <ToSignIn />
  const { branding } = state.view
  return (
    <SignedInContext value={state}>
      <InTimeZone timeZone={state.view.settings.timeZone}>
        <div className={styles.shell}>
          <a href="#content" className={styles.skip}>
            {t.app.skipToContent}
          </a>
          <header className={styles.header}>
            <Link to="/sent" className={styles.brand}>
              <BrandMark branding={branding} />
            </Link>
            <nav className={styles.nav} aria-label={t.app.navigation}>
              <NavLink to="/inbox" icon="inbox">
                {t.app.inbox}
                <Unread />
              </NavLink>
              <NavLink to="/sent" icon="sent">
                {t.app.sent}
              </NavLink>
              <NavLink to="/recipients" icon="people">
                {t.app.recipients}
              </NavLink>
              <NavLink to="/settings" icon="settings">
                {t.app.settings}
              </NavLink>
            </nav>
            <AccountMenu />
          </header>
          <main id="content" className={styles.main} tabIndex={-1}>
            {state.exchangedMailboxes.length > 0 && (
              <div className={styles.warning}>
                <Notice kind="danger">{t.app.keyExchanged(state.exchangedMailboxes.join(', '))}</Notice>
              </div>
            )}
            <Outlet />
          </main>
        </div>
        <IdleGuard />
      </InTimeZone>
    </SignedInContext>
  )
}

/** The place to come back to is taken once: while the router is on its way, the location is the sign-in page already. */
function ToSignIn() {
  const { state } = useRouter()
  const [back] = useState(state.location.href)
  return <Navigate to="/sign-in" search={{ back }} replace />
}

function Unread() {
  const { t } = useLanguage()
  const { data = 0 } = useQuery(unreadQuery)
  if (data === 0) return null
  return (
    <>
      <span className={styles.count} aria-hidden="true">
        {data >= maxUnread ? '99+' : data}
      </span>
      <span className="visually-hidden"> {t.app.unread(data)}</span>
    </>
  )
}

function NavLink(props: {
  readonly to: '/inbox' | '/sent' | '/recipients' | '/settings'
  readonly icon: IconName
  readonly children: ReactNode
}) {
  const path = useLocation({ select: (location) => location.pathname })
  const isHere = path.startsWith(props.to) || (props.to === '/sent' && path.startsWith('/messages/'))
  return (
    <Link to={props.to} className={styles.link} aria-current={isHere ? 'page' : undefined}>
      <Icon name={props.icon} size={22} />
      <span className={styles.label}>{props.children}</span>
    </Link>
  )
}
