import { useState } from 'react'
import { callApi } from '../../../../contract/client.ts'
import { changeOrganisationSettings } from '../../../../contract/organisation.ts'
import type { OrganisationSettings, SettingName, SettingsChanges } from '../../../../lib/settings/index.ts'
import { useToast } from '../../../ui/toast.tsx'
import { useLanguage } from '../../texts/language.tsx'
import { useOrganisationChange } from './queries.ts'
import { readDraft, type Draft, type DraftValue } from './read-draft.ts'
import { settingGroups } from './setting-groups.ts'

const nothing: Draft = {}
const shownNames = settingGroups.flatMap(([, names]) => names)

/** Everything that was typed on the page and is not saved, what is wrong with it, and the one act that saves it. */
export function useOrganisationForm(saved: OrganisationSettings) {
  const { t } = useLanguage()
  const tell = useToast()
  const [draft, setDraft] = useState(nothing)
  const [attempts, setAttempts] = useState(0)
  const { changes, problems } = readDraft(draft, shownNames, saved)
  const isWrong = Object.keys(problems).length > 0
  const isChanged = Object.keys(changes).length > 0
  const forget = () => {
    setDraft(nothing)
    setAttempts(0)
  }
  const save = useOrganisationChange({
    act: (wanted: SettingsChanges) => callApi(changeOrganisationSettings, wanted),
    onDone: () => {
      forget()
      tell(t.organisation.form.saved)
    },
  })
  return {
    draft,
    type: (setting: SettingName, value: DraftValue) => setDraft((before) => ({ ...before, [setting]: value })),
    /** How often saving was tried: problems are shown after the first try. */
    attempts,
    problems: attempts > 0 ? problems : {},
    isDirty: isWrong || isChanged,
    isBusy: save.isPending,
    error: save.error,
    save: () => {
      if (save.isPending) return
      setAttempts(attempts + 1)
      if (!isWrong && isChanged) save.mutate(changes)
    },
    discard: () => {
      save.reset()
      forget()
    },
    /** Another way of saving has set them all. */
    forget,
  }
}

export type OrganisationForm = ReturnType<typeof useOrganisationForm>
