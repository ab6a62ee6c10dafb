import { Link, Navigate, Outlet, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { SignedInContext, useSessionState } from '../app/use-session.ts'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { Icon } from '../../ui/icon.tsx'
import { SearchField } from '../search/search-field.tsx'
import { SearchTermProvider } from '../search/search-term.tsx'
import { IdleGuard } from '../session/idle-guard.tsx'
import type { SignedInState } from '../session/web-session.ts'
import { InTimeZone, useLanguage } from '../texts/language.tsx'
import { AccountMenu } from './account-menu.tsx'
import { AdministratorsOnly } from './administrators-only.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { maySee } from './entries.ts'
import { AreaPages, AreaRail } from './navigation.tsx'
import styles from './shell.module.css'
import { useDeclaredPage } from './use-declared-page.ts'

/** The frame of all pages for signed-in people; sends everybody else to the sign-in page, which leads back here. */
export function Shell() {
  const state = useSessionState()
  if (state.kind !== 'signed-in') return <ToSignIn />
  return (
    <SignedInContext value={state}>
      <InTimeZone timeZone={state.view.settings.timeZone}>
        <SearchTermProvider>
          <Frame state={state} />
        </SearchTermProvider>
        <IdleGuard />
      </InTimeZone>
    </SignedInContext>
  )
}

function Frame({ state: { view, exchangedMailboxes } }: { readonly state: SignedInState }) {
  const { t } = useLanguage()
  const page = useDeclaredPage()
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {t.app.skipToContent}
      </a>
      <header className={styles.top}>
        <Link to="/sent" className={styles.brand}>
          <BrandMark branding={view.branding} />
        </Link>
        <div className={styles.searchField}>
          <SearchField />
        </div>
        <Link to="/search" className={styles.searchLink} aria-label={t.search.title}>
          <Icon name="search" />
        </Link>
        <div className={styles.account}>
          <AccountMenu />
        </div>
      </header>
      <AreaRail />
      <AreaPages />
      <main id="content" className={styles.main} tabIndex={-1}>
        {exchangedMailboxes.length > 0 && (
          <div className={styles.warning}>
            <Notice kind="danger">{t.app.keyExchanged(exchangedMailboxes.join(', '))}</Notice>
          </div>
        )}
        {page === undefined || maySee(page, view.account) ? <Outlet /> : <AdministratorsOnly />}
      </main>
      <BottomBar />
    </div>
  )
}

/** The place to come back to is taken once: while the router is on its way, the location is the sign-in page already. */
function ToSignIn() {
  const { state } = useRouter()
  const [back] = useState(state.location.href)
  return <Navigate to="/sign-in" search={{ back }} replace />
}
