import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import type { BrandingView } from '../../contract/branding.ts'
import type { LinkView } from '../../contract/portal.ts'
import { applyBrandColour } from '../ui/apply-brand-colour.ts'
import { CrashGuard } from './crash-guard.tsx'
import { InTimeZone, useLanguage } from './language.tsx'
import { Page } from './page.tsx'
import { CheckScreen } from './screens/check-screen.tsx'
import { ClosedScreen } from './screens/closed-screen.tsx'
import { LeftScreen } from './screens/left-screen.tsx'
import { LinkBrokenScreen } from './screens/link-broken-screen.tsx'
import { loadMessageScreen } from './screens/load-message-screen.ts'
import { StartingScreen } from './screens/starting-screen.tsx'
import { TroubleScreen } from './screens/trouble-screen.tsx'
import type { PortalSession, Screen } from './session/portal-session.ts'

/** What reads and answers a message is loaded once somebody opens one. */
const MessageScreen = lazy(loadMessageScreen)

/** The portal: one screen at a time, as the session says. */
export function App({ session }: { readonly session: PortalSession }) {
  const screen = useSyncExternalStore(session.subscribe, session.getScreen)
  const { language } = useLanguage()
  useEffect(() => {
    session.setLanguage(language)
  }, [session, language])
  useEffect(() => {
    void session.start()
  }, [session])
  const branding = brandingOf(screen)
  useEffect(() => {
    if (branding !== null) applyBrandColour(branding.primaryColour, document.documentElement)
  }, [branding])
  useTitle(screen)
  useFocusOnHeading(screen.kind)
  return (
    <Page branding={branding} isSealed={screen.kind === 'check' || screen.kind === 'message'}>
      <CrashGuard>
        <Suspense fallback={<StartingScreen />}>
          <InTimeZone timeZone={linkOf(screen)?.timeZone ?? 'UTC'}>
            <ScreenView screen={screen} session={session} />
          </InTimeZone>
        </Suspense>
      </CrashGuard>
    </Page>
  )
}

function ScreenView({ screen, session }: { readonly screen: Screen; readonly session: PortalSession }) {
  switch (screen.kind) {
    case 'starting':
      return <StartingScreen />
    case 'link-broken':
      return <LinkBrokenScreen reason={screen.reason} />
    case 'closed':
      return <ClosedScreen link={screen.link} session={session} />
    case 'check':
      return (
        <CheckScreen key={screen.link.guestSession} link={screen.link} isAgain={screen.isAgain} session={session} />
      )
    case 'message':
      return <MessageScreen conversation={screen.conversation} session={session} />
    case 'left':
      return <LeftScreen reason={screen.reason} session={session} />
    case 'trouble':
      return <TroubleScreen problem={screen.problem} session={session} />
  }
}

const linkOf = (screen: Screen): LinkView | null =>
  screen.kind === 'message' ? screen.conversation.link : 'link' in screen ? screen.link : null

const brandingOf = (screen: Screen): BrandingView | null =>
  screen.kind === 'left' ? screen.branding : (linkOf(screen)?.branding ?? null)

function useTitle(screen: Screen): void {
  const { t } = useLanguage()
  useEffect(() => {
    const link = linkOf(screen)
    document.title =
      link === null ? t.page.plainTitle : `${t.page.title(link.sender.name)} – ${link.branding.displayName}`
  }, [screen, t])
}

/** A new screen is a new page to somebody who cannot see it. */
function useFocusOnHeading(kind: Screen['kind']): void {
  useEffect(() => {
    if (kind !== 'starting') document.getElementById('page-heading')?.focus()
  }, [kind])
}
