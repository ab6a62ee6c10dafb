import { useEffect, useRef, useState, type FormEvent } from 'react'
import { callApi } from '../../../../contract/client.ts'
import { changeOrganisationSettings } from '../../../../contract/organisation.ts'
import {
  sections,
  type OrganisationSettings,
  type SectionName,
  type SettingName,
  type SettingsChanges,
} from '../../../../lib/settings/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Busy } from '../../../ui/busy.tsx'
import { Actions } from '../../controls/panel.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { useLanguage } from '../../texts/language.tsx'
import styles from './organisation.module.css'
import { useOrganisationChange } from './queries.ts'
import { readDraft, shownValue } from './read-draft.ts'
import { SettingField } from './setting-field.tsx'
import type { DraftHandle } from './use-draft.ts'

interface SettingsFormProps {
  readonly group: SectionName
  readonly names: readonly SettingName[]
  readonly saved: OrganisationSettings
  readonly handle: DraftHandle
}

/** One group of settings with a button of its own; what is typed stays until it is saved or discarded. */
export function SettingsForm({ group, names, saved, handle }: SettingsFormProps) {
  const { t, language } = useLanguage()
  const texts = t.organisation.form
  const { title, text } = sections[group][language]
  const element = useRef<HTMLFormElement>(null)
  const form = useSettingsForm({ names, saved, handle })
  const { attempts } = form
  useEffect(() => {
    if (attempts > 0) element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [attempts])
  return (
    <form ref={element} className={styles.form} onSubmit={form.submit} noValidate>
      <p className={styles.muted}>{text}</p>
      {names.map((setting) => (
        <SettingField
          key={setting}
          setting={setting}
          value={handle.draft[setting] ?? shownValue(setting, saved)}
          onValue={(value) => handle.type(setting, value)}
          problem={form.problems[setting] ?? null}
        />
      ))}
      <ProblemNotice error={form.error} />
      <Actions>
        <Button type="submit" isBusy={form.isBusy} label={t.app.about(texts.save, title)}>
          {texts.save}
        </Button>
        {form.isDirty && !form.isBusy && (
          <Button kind="quiet" onClick={form.discard}>
            {texts.discard}
          </Button>
        )}
        <output className={styles.state}>{form.isDirty && !form.isBusy ? texts.unsaved : ''}</output>
      </Actions>
      {form.isBusy && <Busy>{texts.saving}</Busy>}
    </form>
  )
}

function useSettingsForm({ names, saved, handle }: Omit<SettingsFormProps, 'group'>) {
  const { t } = useLanguage()
  const tell = useToast()
  const [attempts, setAttempts] = useState(0)
  const { changes, problems } = readDraft(handle.draft, names, saved)
  const hasProblems = Object.keys(problems).length > 0
  const save = useOrganisationChange({
    act: (wanted: SettingsChanges) => callApi(changeOrganisationSettings, wanted),
    onDone: (wanted) => {
      handle.forget(Object.keys(wanted))
      setAttempts(0)
      tell(t.organisation.form.saved)
    },
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (save.isPending) return
    setAttempts(attempts + 1)
    if (hasProblems) return
    if (Object.keys(changes).length > 0) save.mutate(changes)
    else tell(t.organisation.form.nothingToSave)
  }
  const discard = () => {
    handle.forget(names)
    save.reset()
    setAttempts(0)
  }
  return {
    attempts,
    submit,
    discard,
    problems: attempts > 0 ? problems : {},
    isDirty: hasProblems || Object.keys(changes).length > 0,
    isBusy: save.isPending,
    error: save.error,
  }
}
