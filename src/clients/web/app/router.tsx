import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { CompletionPage } from '../message/completion-page.tsx'
import { MessagePage } from '../message/message-page.tsx'
import { RecipientsPage } from '../recipients/recipients-page.tsx'
import { RecoveryPage } from '../recovery/recovery-page.tsx'
import { SentPage } from '../sent/sent-page.tsx'
import { SignInPage } from '../session/sign-in-page.tsx'
import { WelcomePage } from '../session/welcome-page.tsx'
import { SettingsPage } from '../settings/settings-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { Shell } from './shell.tsx'

/** Only paths of this app, so that a forged link cannot lead away after sign-in. */
const readBack = (search: Record<string, unknown>): { back?: string } => {
  const { back } = search
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? { back } : {}
}

const root = createRootRoute({ notFoundComponent: NotFoundPage })
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readBack,
  component: () => <SignInPage back={signIn.useSearch().back ?? null} />,
})
const recover = createRoute({ getParentRoute: () => root, path: '/recover', component: RecoveryPage })
const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })
const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => redirect({ to: '/sent', throw: true, replace: true }),
})
const welcome = createRoute({
  getParentRoute: () => shell,
  path: '/welcome',
  validateSearch: readBack,
  component: () => <WelcomePage back={welcome.useSearch().back ?? null} />,
})
const sent = createRoute({
  getParentRoute: () => shell,
  path: '/sent',
  validateSearch: (search): { show?: 'attention' } => (search['show'] === 'attention' ? { show: 'attention' } : {}),
  component: () => <SentPage show={sent.useSearch().show ?? 'all'} />,
})
const message = createRoute({
  getParentRoute: () => shell,
  path: '/messages/$id',
  component: () => {
    const { id } = message.useParams()
    return <MessagePage key={id} id={id} />
  },
})
const completion = createRoute({
  getParentRoute: () => shell,
  path: '/messages/$id/complete',
  component: () => {
    const { id } = completion.useParams()
    return <CompletionPage key={id} id={id} />
  },
})
const recipients = createRoute({ getParentRoute: () => shell, path: '/recipients', component: RecipientsPage })
const settings = createRoute({ getParentRoute: () => shell, path: '/settings', component: SettingsPage })

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    recover,
    shell.addChildren([index, welcome, sent, message, completion, recipients, settings]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
