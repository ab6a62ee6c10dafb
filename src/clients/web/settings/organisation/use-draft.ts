import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Draft, DraftValue } from './read-draft.ts'
import { organisationKey } from './queries.ts'
import type { SettingName } from './setting-groups.ts'

const draftKey = [organisationKey, 'draft'] as const
const nothing: Draft = {}

/**
 * What was typed and is not saved. It lives beside what the server said, so it outlasts a look at another page and ends
 * when the session does.
 */
export function useDraft() {
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: draftKey,
    queryFn: () => queries.getQueryData<Draft>(draftKey) ?? nothing,
    initialData: () => queries.getQueryData<Draft>(draftKey) ?? nothing,
    staleTime: Infinity,
    gcTime: Infinity,
  })
  const change = (next: (before: Draft) => Draft) =>
    queries.setQueryData<Draft>(draftKey, (before) => next(before ?? nothing))
  return {
    draft: data,
    type: (setting: SettingName, value: DraftValue) => void change((before) => ({ ...before, [setting]: value })),
    forget: (names: readonly string[]) =>
      void change((before) =>
        Object.fromEntries(Object.entries(before).filter(([setting]) => !names.includes(setting))),
      ),
  }
}

export type DraftHandle = ReturnType<typeof useDraft>
