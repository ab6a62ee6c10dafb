import { useId } from 'react'
import type { Options } from '../../../../lib/settings/index.ts'
import { CheckField } from '../../../ui/check-field.tsx'
import { Choice } from '../../../ui/choice.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { useLanguage } from '../../texts/language.tsx'
import styles from './organisation.module.css'
import { textOf, type DraftValue } from './read-draft.ts'

interface FieldProps {
  readonly label: string
  readonly hint: string
  readonly value: DraftValue
  readonly onValue: (value: DraftValue) => void
}
type OptionsProps = FieldProps & { readonly options: Options<string> }

/** One of several ways, each with its sentence. */
export function ChoiceField({ label, hint, value, onValue, options }: OptionsProps) {
  const { language } = useLanguage()
  const group = useId()
  return (
    <fieldset className={styles.choices} aria-describedby={`${group}-hint`}>
      <legend className={styles.legend}>{label}</legend>
      <p id={`${group}-hint`} className={styles.hint}>
        {hint}
      </p>
      {options.values.map((option) => (
        <Choice
          key={option}
          group={group}
          chosen={value === option}
          onChoose={() => onValue(option)}
          title={options.texts[language][option]?.name ?? option}
          text={options.texts[language][option]?.text ?? ''}
        />
      ))}
    </fieldset>
  )
}

/** Any of several, in the order of the options. */
export function ChoicesField({ label, hint, value, onValue, options }: OptionsProps) {
  const { language } = useLanguage()
  const id = useId()
  const chosen: readonly string[] = Array.isArray(value) ? value : []
  return (
    <fieldset className={styles.choices} aria-describedby={id}>
      <legend className={styles.legend}>{label}</legend>
      <p id={id} className={styles.hint}>
        {hint}
      </p>
      <div>
        {options.values.map((option) => (
          <CheckField
            key={option}
            label={options.texts[language][option]?.name ?? option}
            isChecked={chosen.includes(option)}
            onChange={(isChecked) =>
              onValue(options.values.filter((one) => (one === option ? isChecked : chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

/** The zones that this browser knows, and the one in use if it knows it not. */
export function ZoneField({ label, hint, value, onValue }: FieldProps) {
  const chosen = textOf(value)
  const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), chosen])].toSorted()
  return (
    <SelectField
      label={label}
      hint={hint}
      value={chosen}
      options={zones.map((zone) => [zone, zone.replaceAll('_', ' ')])}
      onValue={onValue}
    />
  )
}
