import { infiniteQueryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listSent } from '../../../contract/messages.ts'
import { messagesKey } from '../message/queries.ts'

const pageSize = 25
const refreshEveryMs = 60_000

/** What was sent from the account's mailboxes, newest first, page by page. */
export const sentQuery = infiniteQueryOptions({
  queryKey: [messagesKey, 'sent'],
  queryFn: ({ pageParam, signal }) =>
    callApi(listSent, undefined, {
      query: { limit: pageSize, before: pageParam === '' ? undefined : pageParam },
      signal,
    }),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
  refetchInterval: refreshEveryMs,
})
