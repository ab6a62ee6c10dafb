import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type AnyRoute,
} from '@tanstack/react-router'
import { PartFailed } from '../frame/part-failed.tsx'
import { isProgram, type Program } from '../set-up/program.ts'
import { NotFoundPage } from './not-found-page.tsx'
import type { DeclaredPage } from './declared-page.ts'
import { pages } from './registry.ts'

/** Only paths of this app, so that a forged link cannot lead away after sign-in. What is refused is named as undefined:
 * the router would otherwise keep it as it came. */
const readBack = ({ back }: Record<string, unknown>): { back?: string | undefined } => {
  const isOwnPath = typeof back === 'string' && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in')
  return { back: isOwnPath ? back : undefined }
}

/** A page of the registry as the router wants it; `component` stands where the view takes what the address says. */
const at = <Page extends DeclaredPage, Parent extends AnyRoute>(
  parent: Parent,
  page: Page,
): { getParentRoute: () => Parent; path: Page['path']; staticData: { page: DeclaredPage } } => ({
  getParentRoute: () => parent,
  path: page.path,
  staticData: { page },
})
const withCode = (page: DeclaredPage, component: () => React.ReactNode) =>
  Object.assign(component, { preload: () => page.view.preload?.() })

const root = createRootRoute({ notFoundComponent: NotFoundPage })
const signIn = createRoute({
  ...at(root, pages.signIn),
  validateSearch: readBack,
  component: withCode(pages.signIn, () => <pages.signIn.view back={signIn.useSearch().back ?? null} />),
})
const recover = createRoute({ ...at(root, pages.recover), component: pages.recover.view })
/** Not needed to sign in, so it comes after that. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: lazyRouteComponent(() => import('../frame/shell.tsx'), 'Shell'),
})
const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => redirect({ to: '/sent', throw: true, replace: true }),
})
const welcome = createRoute({
  ...at(shell, pages.welcome),
  validateSearch: readBack,
  component: withCode(pages.welcome, () => <pages.welcome.view back={welcome.useSearch().back ?? null} />),
})
/** Lists and messages lie in panes, which show the list by themselves. */
const panes = createRoute({
  getParentRoute: () => shell,
  id: 'panes',
  component: lazyRouteComponent(() => import('../mail-list/mail-panes.tsx'), 'MailPanes'),
})
const shownByPanes = (page: DeclaredPage) => withCode(page, () => null)
const inbox = createRoute({ ...at(panes, pages.inbox), component: shownByPanes(pages.inbox) })
const received = createRoute({
  ...at(panes, pages.received),
  component: withCode(pages.received, () => {
    const { id } = received.useParams()
    return <pages.received.view key={id} id={id} />
  }),
})
const sent = createRoute({
  ...at(panes, pages.sent),
  validateSearch: (search): { show?: 'attention' | undefined } => ({
    show: search['show'] === 'attention' ? 'attention' : undefined,
  }),
  component: shownByPanes(pages.sent),
})
const message = createRoute({
  ...at(panes, pages.message),
  // The list that it was found in.
  validateSearch: ({ list }): { list?: 'inbox' | 'attention' | undefined } => ({
    list: list === 'inbox' || list === 'attention' ? list : undefined,
  }),
  component: withCode(pages.message, () => {
    const { id } = message.useParams()
    return <pages.message.view key={id} id={id} />
  }),
})
const completion = createRoute({
  ...at(shell, pages.completion),
  validateSearch: ({ copy }): { copy?: string | undefined } => ({ copy: typeof copy === 'string' ? copy : undefined }),
  component: withCode(pages.completion, () => {
    const { id } = completion.useParams()
    return <pages.completion.view key={id} id={id} copyId={completion.useSearch().copy ?? null} />
  }),
})
const todo = createRoute({ ...at(shell, pages.todo), component: pages.todo.view })
const search = createRoute({ ...at(shell, pages.search), component: pages.search.view })
const recipients = createRoute({ ...at(shell, pages.recipients), component: pages.recipients.view })
const settings = createRoute({ ...at(shell, pages.settings), component: pages.settings.view })
const organisation = createRoute({ ...at(shell, pages.organisation), component: pages.organisation.view })
const setUp = createRoute({
  ...at(shell, pages.setUp),
  validateSearch: ({ program }): { program?: Program | undefined } => ({
    program: isProgram(program) ? program : undefined,
  }),
  component: withCode(pages.setUp, () => <pages.setUp.view program={setUp.useSearch().program ?? null} />),
})
const records = createRoute({ ...at(shell, pages.records), component: pages.records.view })

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    recover,
    shell.addChildren([
      index,
      welcome,
      panes.addChildren([inbox, received, sent, message]),
      todo,
      search,
      completion,
      recipients,
      settings,
      organisation,
      setUp,
      records,
    ]),
  ]),
  // The code of a page comes when somebody points at its link; nothing else is fetched by that.
  defaultPreload: 'intent',
  defaultErrorComponent: PartFailed,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  /** What a page is told beside its address, so that it stands in none. */
  interface HistoryState {
    recipientSearch?: string
  }
  interface StaticDataRouteOption {
    page?: DeclaredPage
  }
}
