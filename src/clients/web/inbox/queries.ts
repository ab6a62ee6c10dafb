import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listInbox } from '../../../contract/inbox.ts'
import { messagesKey } from '../message/queries.ts'

const refreshEveryMs = 60_000
const pageSize = 25

/** What came to the account's mailboxes, newest first, page by page. */
export const inboxQuery = infiniteQueryOptions({
  queryKey: [messagesKey, 'inbox'],
  queryFn: ({ pageParam, signal }) =>
    callApi(listInbox, undefined, {
      query: { limit: pageSize, before: pageParam === '' ? undefined : pageParam },
      signal,
    }),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
  refetchInterval: refreshEveryMs,
})

/** How many entries of the inbox nobody has read. */
export const unreadQuery = queryOptions({
  queryKey: [messagesKey, 'unread'],
  queryFn: async ({ signal }) => (await callApi(listInbox, undefined, { query: { limit: 1 }, signal })).unread,
  refetchInterval: refreshEveryMs,
})
