import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { callApi } from '../../../../contract/client.ts'
import { readOrganisationSettings, type OrganisationView } from '../../../../contract/organisation.ts'

export const organisationKey = 'organisation'

export const organisationQuery = queryOptions({
  queryKey: [organisationKey, 'settings'],
  queryFn: ({ signal }) => callApi(readOrganisationSettings, undefined, { signal }),
})

/** Carries out a change and keeps the server's answer, which is everything as it is then. */
export function useOrganisationChange<Wanted>(options: {
  readonly act: (wanted: Wanted) => Promise<OrganisationView>
  readonly onDone: (wanted: Wanted) => void
}) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: options.act,
    onSuccess: (view, wanted) => {
      queries.setQueryData(organisationQuery.queryKey, view)
      options.onDone(wanted)
    },
  })
}
