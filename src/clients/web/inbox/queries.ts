import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listInbox } from '../../../contract/inbox.ts'
import { messagesKey } from '../message/queries.ts'

export const refreshEveryMs = 60_000

/** How many entries of the inbox nobody has read. */
export const unreadQuery = queryOptions({
  queryKey: [messagesKey, 'unread'],
  queryFn: async ({ signal }) => (await callApi(listInbox, undefined, { query: { limit: 1 }, signal })).unread,
  refetchInterval: refreshEveryMs,
})
