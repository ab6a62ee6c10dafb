import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { InboxPage } from '../inbox/inbox-page.tsx'
import { ReceivedPage } from '../inbox/received-page.tsx'
import { CompletionPage } from '../message/completion-page.tsx'
import { MessagePage } from '../message/message-page.tsx'
import { RecipientsPage } from '../recipients/recipients-page.tsx'
import { RecoveryPage } from '../recovery/recovery-page.tsx'
import { SentPage } from '../sent/sent-page.tsx'
import { SignInPage } from '../session/sign-in-page.tsx'
import { WelcomePage } from '../session/welcome-page.tsx'
import { OrganisationPage } from '../settings/organisation/organisation-page.tsx'
import { SettingsPage } from '../settings/settings-page.tsx'
import { isProgram, type Program } from '../set-up/program.ts'
import { RecordsPage } from '../set-up/records-page.tsx'
import { SetUpPage } from '../set-up/set-up-page.tsx'
import { NotFoundPage } from './not-found-page.tsx'
import { Shell } from './shell.tsx'

/** Only paths of this app, so that a forged link cannot lead away after sign-in. What is refused is named as undefined:
 * the router would otherwise keep it as it came. */
const readBack = ({ back }: Record<string, unknown>): { back?: string | undefined } => {
  const isOwnPath = typeof back === 'string' && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in')
  return { back: isOwnPath ? back : undefined }
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
const inbox = createRoute({ getParentRoute: () => shell, path: '/inbox', component: InboxPage })
const received = createRoute({
  getParentRoute: () => shell,
  path: '/inbox/$id',
  component: () => {
    const { id } = received.useParams()
    return <ReceivedPage key={id} id={id} />
  },
})
const sent = createRoute({
  getParentRoute: () => shell,
  path: '/sent',
  validateSearch: (search): { show?: 'attention' | undefined } => ({
    show: search['show'] === 'attention' ? 'attention' : undefined,
  }),
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
  validateSearch: ({ copy }): { copy?: string | undefined } => ({ copy: typeof copy === 'string' ? copy : undefined }),
  component: () => {
    const { id } = completion.useParams()
    return <CompletionPage key={id} id={id} copyId={completion.useSearch().copy ?? null} />
  },
})
const recipients = createRoute({ getParentRoute: () => shell, path: '/recipients', component: RecipientsPage })
const settings = createRoute({ getParentRoute: () => shell, path: '/settings', component: SettingsPage })
const organisation = createRoute({
  getParentRoute: () => shell,
  path: '/settings/organisation',
  component: OrganisationPage,
})
const setUp = createRoute({
  getParentRoute: () => shell,
  path: '/settings/set-up',
  validateSearch: ({ program }): { program?: Program | undefined } => ({
    program: isProgram(program) ? program : undefined,
  }),
  component: () => <SetUpPage program={setUp.useSearch().program ?? null} />,
})
const records = createRoute({ getParentRoute: () => shell, path: '/settings/set-up/records', component: RecordsPage })

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    recover,
    shell.addChildren([
      index,
      welcome,
      inbox,
      received,
      sent,
      message,
      completion,
      recipients,
      settings,
      organisation,
      setUp,
      records,
    ]),
  ]),
  defaultPreload: false,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
