import {
  sections,
  type OrganisationSettings,
  type SectionName,
  type SettingName,
} from '../../../../lib/settings/index.ts'
import { useLanguage } from '../../texts/language.tsx'
import styles from './organisation.module.css'
import { shownValue } from './read-draft.ts'
import { SettingField } from './setting-field.tsx'
import type { OrganisationForm } from './use-organisation-form.ts'

interface SettingsGroupProps {
  readonly group: SectionName
  readonly names: readonly SettingName[]
  readonly saved: OrganisationSettings
  readonly form: OrganisationForm
}

/** The fields of one group of settings. */
export function SettingsGroup({ group, names, saved, form }: SettingsGroupProps) {
  const { language } = useLanguage()
  return (
    <div className={styles.form}>
      <p className={styles.muted}>{sections[group][language].text}</p>
      {names.map((setting) => (
        <SettingField
          key={setting}
          setting={setting}
          value={form.draft[setting] ?? shownValue(setting, saved)}
          onValue={(value) => form.type(setting, value)}
          problem={form.problems[setting] ?? null}
        />
      ))}
    </div>
  )
}
