import { maxUnread } from '../../../contract/inbox.ts'
import { maxWaiting } from '../../../contract/messages.ts'
import { lazyRouteComponent } from '@tanstack/react-router'
import type { DeclaredPage } from './declared-page.ts'
import { unreadQuery } from '../inbox/queries.ts'
import { waitingCountQuery } from '../todo/queries.ts'

const declare = <const Page extends DeclaredPage>(page: Page): Page => page

/**
 * Every page of the app. Navigation, titles, access and chunks follow from this table; app/router.tsx adds what only the
 * router can say: parameters and what an address may carry.
 */
export const pages = {
  signIn: declare({
    path: '/sign-in',
    title: (t) => t.session.signInTitle,
    access: 'everyone',
    area: null,
    view: lazyRouteComponent(() => import('../session/sign-in-page.tsx'), 'SignInPage'),
  }),
  recover: declare({
    path: '/recover',
    title: (t) => t.recovery.title,
    access: 'everyone',
    area: null,
    view: lazyRouteComponent(() => import('../recovery/recovery-page.tsx'), 'RecoveryPage'),
  }),
  welcome: declare({
    path: '/welcome',
    title: (t) => t.settings.codes.welcomeTitle,
    access: 'member',
    area: null,
    view: lazyRouteComponent(() => import('../session/welcome-page.tsx'), 'WelcomePage'),
  }),
  todo: declare({
    path: '/todo',
    title: (t) => t.todo.title,
    access: 'member',
    area: 'mail',
    icon: 'todo',
    count: { query: waitingCountQuery, most: maxWaiting, inWords: (t, count) => t.todo.waiting(count) },
    view: lazyRouteComponent(() => import('../todo/todo-page.tsx'), 'TodoPage'),
  }),
  inbox: declare({
    path: '/inbox',
    title: (t) => t.inbox.title,
    access: 'member',
    area: 'mail',
    icon: 'inbox',
    count: { query: unreadQuery, most: maxUnread, inWords: (t, count) => t.app.unread(count) },
    view: lazyRouteComponent(() => import('../inbox/inbox-page.tsx'), 'InboxPage'),
  }),
  received: declare({
    path: '/inbox/$id',
    title: (t) => t.inbox.message,
    access: 'member',
    area: 'mail',
    under: '/inbox',
    view: lazyRouteComponent(() => import('../inbox/received-page.tsx'), 'ReceivedPage'),
  }),
  sent: declare({
    path: '/sent',
    title: (t) => t.sent.title,
    access: 'member',
    area: 'mail',
    icon: 'sent',
    view: lazyRouteComponent(() => import('../sent/sent-page.tsx'), 'SentPage'),
  }),
  message: declare({
    path: '/messages/$id',
    title: (t) => t.message.yourMessage,
    access: 'member',
    area: 'mail',
    under: '/sent',
    view: lazyRouteComponent(() => import('../message/message-page.tsx'), 'MessagePage'),
  }),
  completion: declare({
    path: '/messages/$id/complete',
    title: (t) => t.completion.title,
    access: 'member',
    area: 'mail',
    under: '/sent',
    view: lazyRouteComponent(() => import('../message/completion-page.tsx'), 'CompletionPage'),
  }),
  search: declare({
    path: '/search',
    title: (t) => t.search.title,
    access: 'member',
    area: 'mail',
    view: lazyRouteComponent(() => import('../search/search-page.tsx'), 'SearchPage'),
  }),
  recipients: declare({
    path: '/recipients',
    title: (t) => t.recipients.title,
    access: 'member',
    area: 'mail',
    icon: 'people',
    view: lazyRouteComponent(() => import('../recipients/recipients-page.tsx'), 'RecipientsPage'),
  }),
  settings: declare({
    path: '/settings',
    title: (t) => t.settings.title,
    access: 'member',
    area: 'settings',
    icon: 'account',
    view: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
  }),
  setUp: declare({
    path: '/settings/set-up',
    title: (t) => t.setUp.title,
    access: 'member',
    area: 'settings',
    icon: 'device',
    view: lazyRouteComponent(() => import('../set-up/set-up-page.tsx'), 'SetUpPage'),
  }),
  organisation: declare({
    path: '/settings/organisation',
    title: (t) => t.organisation.pageTitle,
    entryTitle: (t) => t.organisation.title,
    access: 'administrator',
    area: 'administration',
    icon: 'settings',
    view: lazyRouteComponent(() => import('../settings/organisation/organisation-page.tsx'), 'OrganisationPage'),
  }),
  records: declare({
    path: '/settings/set-up/records',
    title: (t) => t.setUp.records.title,
    access: 'administrator',
    area: 'administration',
    icon: 'link',
    view: lazyRouteComponent(() => import('../set-up/records-page.tsx'), 'RecordsPage'),
  }),
}

export type PageName = keyof typeof pages
