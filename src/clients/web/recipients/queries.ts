import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listRecipients, recipientsPageSize, type CopyView, type RecipientView } from '../../../contract/messages.ts'

/** Everything about recipients in the query cache begins with this word. */
export const recipientsKey = 'recipients'

interface PageQuery {
  readonly search: string
  /** The recipient after whom the page begins; empty for the first page. */
  readonly before: string
}

async function fetchPage({ search, before }: PageQuery, signal: AbortSignal): Promise<readonly RecipientView[]> {
  const query = { search: search === '' ? undefined : search, before: before === '' ? undefined : before }
  return (await callApi(listRecipients, undefined, { query, signal })).recipients
}

export const recipientsQuery = (search: string) =>
  infiniteQueryOptions({
    queryKey: [recipientsKey, 'list', search],
    queryFn: ({ pageParam, signal }) => fetchPage({ search, before: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => (page.length < recipientsPageSize ? null : (page.at(-1)?.id ?? null)),
  })

/** The recipient behind a copy, whose check may have been chosen since; null when it is not found. */
export const recipientQuery = (copy: CopyView) =>
  queryOptions({
    queryKey: [recipientsKey, 'one', copy.recipientId],
    queryFn: async ({ signal }) =>
      (await fetchPage({ search: copy.address, before: '' }, signal)).find(({ id }) => id === copy.recipientId) ?? null,
  })
