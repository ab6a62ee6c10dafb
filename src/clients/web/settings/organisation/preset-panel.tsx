import { useId, useState } from 'react'
import { callApi } from '../../../../contract/client.ts'
import { applyPreset } from '../../../../contract/organisation.ts'
import {
  presetDifferences,
  presetNames,
  presets,
  settingOf,
  type OrganisationSettings,
  type PresetName,
  type PresetSettingName,
} from '../../../../lib/settings/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { Busy } from '../../../ui/busy.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { ProblemNotice } from '../../controls/problem-notice.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { useLanguage, type Texts } from '../../texts/language.tsx'
import styles from './organisation.module.css'
import { useOrganisationChange } from './queries.ts'
import { describeSetting, kindOf } from './setting-groups.ts'
import type { OrganisationForm } from './use-organisation-form.ts'

interface PresetPanelProps {
  readonly settings: OrganisationSettings
  readonly form: Pick<OrganisationForm, 'forget'>
}

/** The professions as cards: what each means in plain words, and, once chosen, what it would change here. */
export function PresetPanel({ settings, form }: PresetPanelProps) {
  const { t } = useLanguage()
  const texts = t.organisation.preset
  const group = useId()
  const [chosen, setChosen] = useState(settings.preset)
  return (
    <>
      <p className={styles.muted}>{texts.text}</p>
      <fieldset className={styles.choices}>
        <legend className="visually-hidden">{texts.legend}</legend>
        {presetNames.map((preset) => (
          <Choice
            key={preset}
            group={group}
            chosen={chosen === preset}
            onChoose={() => setChosen(preset)}
            title={texts.names[preset].name}
            label={settings.preset === preset && <InUse settings={settings} preset={preset} />}
            text={summaryOf(preset, t)}
          >
            <ChosenPreset preset={preset} settings={settings} form={form} />
          </Choice>
        ))}
      </fieldset>
    </>
  )
}

/** Made of the preset itself, so that the card cannot promise something else. */
function summaryOf(name: PresetName, t: Texts): string {
  const { route, expiryDays, smsPasswords, copyPasswordToSender } = presets[name]
  const { preset } = t.organisation
  const way = smsPasswords ? (copyPasswordToSender ? 'smsAndCopy' : 'sms') : 'sender'
  return [preset.names[name].text, preset.leave[route], preset.stay(expiryDays), preset.password[way]].join(' ')
}

function InUse({ settings, preset }: { readonly settings: OrganisationSettings; readonly preset: PresetName }) {
  const { t } = useLanguage()
  const { inUse, changed } = t.organisation.preset
  if (presetDifferences(presets[preset], settings).length === 0) return <Badge tone="good">{inUse}</Badge>
  return (
    <>
      <Badge tone="good">{inUse}</Badge>
      <Badge tone="calm">{changed}</Badge>
    </>
  )
}

interface ChosenPresetProps extends PresetPanelProps {
  readonly preset: PresetName
}

function ChosenPreset({ preset, settings, form }: ChosenPresetProps) {
  const { t } = useLanguage()
  const texts = t.organisation.preset
  const tell = useToast()
  const { name } = texts.names[preset]
  const apply = useOrganisationChange({
    act: (wanted: PresetName) => callApi(applyPreset, { preset: wanted }),
    onDone: () => {
      form.forget()
      tell(texts.applied(name))
    },
  })
  const isCurrent = settings.preset === preset
  const differences = presetDifferences(presets[preset], settings)
  if (isCurrent && differences.length === 0) return <p>{texts.nothingChanges}</p>
  return (
    <>
      {differences.length > 0 && (
        <div>
          <p className={styles.legend}>{isCurrent ? texts.since : texts.changes}</p>
          <Differences preset={preset} settings={settings} />
        </div>
      )}
      <ProblemNotice error={apply.error} />
      <div>
        <Button kind="primary" onClick={() => apply.mutate(preset)} isBusy={apply.isPending}>
          {isCurrent ? texts.applyAgain : texts.apply(name)}
        </Button>
      </div>
      {apply.isPending && <Busy>{texts.applying}</Busy>}
    </>
  )
}

function Differences({ preset, settings }: Omit<ChosenPresetProps, 'form'>) {
  const { language } = useLanguage()
  return (
    <ul className={styles.differences}>
      {presetDifferences(presets[preset], settings).map((setting) => (
        <li key={setting}>
          {settingOf(setting).texts[language].label}:{' '}
          <Difference setting={setting} preset={preset} settings={settings} />
        </li>
      ))}
    </ul>
  )
}

interface DifferenceProps extends Omit<ChosenPresetProps, 'form'> {
  readonly setting: PresetSettingName
}

/** What would change, or, for the preset in use, what was changed since. */
function Difference({ setting, preset, settings }: DifferenceProps) {
  const { t, language } = useLanguage()
  const texts = t.organisation.preset
  const isCurrent = settings.preset === preset
  if (kindOf(setting).name !== 'text') {
    const proposed = { ...settings, ...presets[preset] }
    const [here, there] = [settings, proposed].map((values) =>
      describeSetting(setting, { settings: values, language, t: t.organisation }),
    )
    return isCurrent ? texts.now(here ?? '', there ?? '') : texts.from(here ?? '', there ?? '')
  }
  if (isCurrent) return texts.noteChanged
  return (
    <>
      {texts.newNote} <q>{presets[preset][setting]}</q>
    </>
  )
}
