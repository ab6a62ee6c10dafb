import { settingOf, type SettingName } from '../../../../lib/settings/index.ts'
import { CheckField } from '../../../ui/check-field.tsx'
import { TextArea } from '../../../ui/text-area.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { Language } from '../../texts/formats.ts'
import { useLanguage, type Texts } from '../../texts/language.tsx'
import { ChoiceField, ChoicesField, ZoneField } from './choice-fields.tsx'
import { ServerFields } from './server-fields.tsx'
import styles from './organisation.module.css'
import { textOf, typedServer, type DraftValue, type FieldProblem } from './read-draft.ts'

interface SettingFieldProps {
  readonly setting: SettingName
  readonly value: DraftValue
  readonly onValue: (value: DraftValue) => void
  readonly problem: FieldProblem | null
}

/** One setting with its sentence, in the form that suits its kind. */
export function SettingField({ setting, value, onValue, problem }: SettingFieldProps) {
  const { t, language } = useLanguage()
  const { kind, isWeaker = false, texts } = settingOf(setting)
  const error = problem === null ? null : problemText(problem, { t, language })
  const shown = { ...texts[language], value, onValue, error }
  switch (kind.name) {
    case 'yes-no':
      return <YesNoField {...shown} isWeaker={isWeaker} />
    case 'choice':
      return <ChoiceField {...shown} options={kind.options} />
    case 'choices':
      return <ChoicesField {...shown} options={kind.options} />
    case 'time-zone':
      return <ZoneField {...shown} />
    case 'text':
      return <TextArea label={shown.label} hint={shown.hint} value={textOf(value)} onValue={onValue} problem={error} />
    case 'number':
      return <NumberField {...shown} />
    case 'mail-server':
      return (
        <ServerFields
          typed={typedServer(value)}
          onTyped={onValue}
          problem={problem === null ? null : { at: problem.kind, text: error ?? '' }}
        />
      )
    case 'country':
    case 'countries':
    case 'profession':
      // Has no section yet: changed at the command line, or by applying a preset.
      return null
  }
}

function problemText(problem: FieldProblem, { t, language }: { t: Texts; language: Language }): string {
  const texts = t.organisation.form
  const number = new Intl.NumberFormat(language)
  switch (problem.kind) {
    case 'number':
      return texts.number(number.format(problem.min), number.format(problem.max))
    case 'too-long':
      return texts.tooLong(problem.most, problem.typed)
    case 'unseen':
      return texts.unseen
    case 'rule':
      return problem.rule.texts[language]
    case 'host':
      return t.organisation.incoming.hostProblem
    case 'port':
      return texts.number('1', '65535')
  }
}

interface ShownSetting {
  readonly label: string
  readonly hint: string
  readonly value: DraftValue
  readonly onValue: (value: DraftValue) => void
  readonly error: string | null
}

function YesNoField({ label, hint, value, onValue, isWeaker }: ShownSetting & { readonly isWeaker: boolean }) {
  const { t } = useLanguage()
  return (
    <div className={styles.check}>
      <CheckField label={label} hint={hint} isChecked={value === true} onChange={onValue} />
      {isWeaker && (
        <Badge tone="warn" icon="alert">
          {t.organisation.weaker}
        </Badge>
      )}
    </div>
  )
}

function NumberField({ label, hint, value, onValue, error }: ShownSetting) {
  return (
    <div className={styles.number}>
      <TextField
        label={label}
        hint={hint}
        value={textOf(value)}
        onValue={onValue}
        problem={error}
        inputMode="numeric"
        autoComplete="off"
        maxLength={9}
      />
    </div>
  )
}
