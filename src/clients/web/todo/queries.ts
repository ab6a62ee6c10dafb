import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listWaiting } from '../../../contract/messages.ts'
import { messagesKey } from '../message/queries.ts'

const pageSize = 25
const refreshEveryMs = 60_000

/** Sent messages with something to do, newest first, page by page. */
export const waitingQuery = infiniteQueryOptions({
  queryKey: [messagesKey, 'waiting'],
  queryFn: ({ pageParam, signal }) =>
    callApi(listWaiting, undefined, {
      query: { limit: pageSize, before: pageParam === '' ? undefined : pageParam },
      signal,
    }),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
  refetchInterval: refreshEveryMs,
})

/** How many messages wait. */
export const waitingCountQuery = queryOptions({
  queryKey: [messagesKey, 'waiting-count'],
  queryFn: async ({ signal }) => (await callApi(listWaiting, undefined, { query: { limit: 1 }, signal })).waiting,
  refetchInterval: refreshEveryMs,
})
