import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listDomainRecords, readSetUp } from '../../../contract/set-up.ts'

export const setUpQuery = queryOptions({
  queryKey: ['set-up', 'own'],
  queryFn: ({ signal }) => callApi(readSetUp, undefined, { signal }),
})

export const recordsQuery = queryOptions({
  queryKey: ['set-up', 'domains'],
  queryFn: async ({ signal }) => (await callApi(listDomainRecords, undefined, { signal })).domains,
})
