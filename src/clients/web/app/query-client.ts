import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../../../contract/client.ts'
import type { WebSession } from '../session/web-session.ts'

const isFinal = (error: unknown): boolean => error instanceof ApiError && error.status >= 400 && error.status < 500

/**
 * The cache of what the server said and what was decrypted from it. It lives in memory only and is emptied whenever
 * nobody is signed in. A 401 from anywhere ends the session here as well.
 */
export function createWebQueryClient(session: WebSession): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401) void session.end('ended')
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && !isFinal(error),
        staleTime: 10_000,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
  let accountId: string | null = null
  session.subscribe(() => {
    const state = session.state()
    const nextId = state.kind === 'signed-in' ? state.view.account.id : null
    if (nextId !== accountId) client.clear()
    accountId = nextId
  })
  return client
}
