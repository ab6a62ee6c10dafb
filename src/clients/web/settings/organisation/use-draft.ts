import type { SettingName } from '../../../../lib/settings/index.ts'
import type { Draft, DraftValue } from './read-draft.ts'
import { useKept } from './use-kept.ts'

const nothing: Draft = {}

/** The settings that were typed and are not saved. */
export function useDraft() {
  const [draft, change] = useKept('settings', nothing)
  return {
    draft,
    type: (setting: SettingName, value: DraftValue) => change((before) => ({ ...before, [setting]: value })),
    forget: (names: readonly string[]) =>
      change((before) => Object.fromEntries(Object.entries(before).filter(([setting]) => !names.includes(setting)))),
  }
}

export type DraftHandle = ReturnType<typeof useDraft>
