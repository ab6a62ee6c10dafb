import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../contract/client.ts'
import { listAppPasswords, listSessions } from '../../../contract/identity.ts'

export const appPasswordsQuery = queryOptions({
  queryKey: ['app-passwords'],
  queryFn: async ({ signal }) => (await callApi(listAppPasswords, undefined, { signal })).appPasswords,
})

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await callApi(listSessions, undefined, { signal })).sessions,
})
