import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listRecipients, type CopyView } from '../../../contract/messages.ts'

/** Everything about recipients in the query cache begins with this word. */
export const recipientsKey = 'recipients'

const fetchRecipients = async (search: string, signal: AbortSignal) =>
  (await callApi(listRecipients, undefined, { query: { search: search === '' ? undefined : search }, signal }))
    .recipients

export const recipientsQuery = (search: string) =>
  queryOptions({
    queryKey: [recipientsKey, 'list', search],
    queryFn: ({ signal }) => fetchRecipients(search, signal),
  })

/** The recipient behind a copy, whose check may have been chosen since; null when it is not found. */
export const recipientQuery = (copy: CopyView) =>
  queryOptions({
    queryKey: [recipientsKey, 'one', copy.recipientId],
    queryFn: async ({ signal }) =>
      (await fetchRecipients(copy.address, signal)).find(({ id }) => id === copy.recipientId) ?? null,
  })
