import type { ServedClient } from '../platform/http/serve-clients.ts'

/** Pages of the clients and the paths they answer. */
export const servedClients: readonly ServedClient[] = [
  { name: 'portal', paths: ['/o/*'] },
  {
    name: 'web',
    paths: [
      '/',
      '/sign-in',
      '/welcome',
      '/todo',
      '/search',
      '/inbox',
      '/inbox/*',
      '/sent',
      '/messages/*',
      '/recipients',
      '/settings',
      '/settings/*',
      '/recover',
    ],
  },
]
