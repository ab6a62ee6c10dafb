import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listDomainRecords, readSetUp } from '../../../contract/set-up.ts'

/** Everything about set-up in the query cache begins with this word. */
export const setUpKey = 'set-up'

export const setUpQuery = queryOptions({
  queryKey: [setUpKey, 'own'],
  queryFn: ({ signal }) => callApi(readSetUp, undefined, { signal }),
})

export const recordsQuery = queryOptions({
  queryKey: [setUpKey, 'domains'],
  queryFn: async ({ signal }) => (await callApi(listDomainRecords, undefined, { signal })).domains,
})
