import { useId } from 'react'
import { routes as allRoutes, type Route } from '../../../../lib/policy/routes.ts'
import { CheckField, TextArea } from '../../../ui/field.tsx'
import { Badge } from '../../controls/badge.tsx'
import { Choice } from '../../controls/choice.tsx'
import { SelectField } from '../../controls/select-field.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useLanguage, type Texts } from '../../texts/language.tsx'
import styles from './organisation.module.css'
import type { DraftValue, FieldProblem } from './read-draft.ts'
import { settingKinds, type SettingName } from './setting-groups.ts'

interface SettingFieldProps {
  readonly setting: SettingName
  readonly value: DraftValue
  readonly onValue: (value: DraftValue) => void
  readonly problem: FieldProblem | null
}

/** One setting with its sentence, in the form that suits its kind. */
export function SettingField({ setting, value, onValue, problem }: SettingFieldProps) {
  const { t, language } = useLanguage()
  const { label, hint } = t.organisation.fields[setting]
  const kind = settingKinds[setting]
  const error = problem === null ? null : problemText(problem, t, new Intl.NumberFormat(language))
  if (kind.kind === 'route') return <RouteField label={label} hint={hint} value={value} onValue={onValue} />
  if (kind.kind === 'routes') return <RoutesField label={label} hint={hint} value={value} onValue={onValue} />
  if (kind.kind === 'yes-no')
    return (
      <div className={styles.check}>
        <CheckField label={label} hint={hint} isChecked={value === true} onChange={onValue} />
        {kind.isWeaker === true && (
          <Badge tone="warn" icon="alert">
            {t.organisation.weaker}
          </Badge>
        )}
      </div>
    )
  if (kind.kind === 'zone') return <ZoneField label={label} hint={hint} value={value} onValue={onValue} />
  if (kind.kind === 'note')
    return <TextArea label={label} hint={hint} value={String(value)} onChange={onValue} error={error ?? undefined} />
  return (
    <div className={styles.number}>
      <TextField
        label={label}
        hint={hint}
        value={String(value)}
        onValue={onValue}
        problem={error}
        inputMode="numeric"
        autoComplete="off"
        maxLength={9}
      />
    </div>
  )
}

function problemText(problem: FieldProblem, t: Texts, number: Intl.NumberFormat): string {
  const texts = t.organisation.form
  if (problem.kind === 'number') return texts.number(number.format(problem.min), number.format(problem.max))
  if (problem.kind === 'too-long') return texts.tooLong(problem.most, problem.typed)
  return problem.kind === 'unseen' ? texts.unseen : texts.beyond
}

type GroupProps = Pick<SettingFieldProps, 'value' | 'onValue'> & { readonly label: string; readonly hint: string }

function RouteField({ label, hint, value, onValue }: GroupProps) {
  const { t } = useLanguage()
  const group = useId()
  return (
    <fieldset className={styles.choices} aria-describedby={`${group}-hint`}>
      <legend className={styles.legend}>{label}</legend>
      <p id={`${group}-hint`} className={styles.hint}>
        {hint}
      </p>
      {allRoutes.map((route) => (
        <Choice
          key={route}
          group={group}
          chosen={value === route}
          onChoose={() => onValue(route)}
          title={t.organisation.routes[route].name}
          text={t.organisation.routes[route].text}
        />
      ))}
    </fieldset>
  )
}

/** The zones that this browser knows, and the one in use if it knows it not. */
function ZoneField({ label, hint, value, onValue }: GroupProps) {
  const chosen = String(value)
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

function RoutesField({ label, hint, value, onValue }: GroupProps) {
  const { t } = useLanguage()
  const id = useId()
  const chosen: readonly Route[] = Array.isArray(value) ? value : []
  return (
    <fieldset className={styles.choices} aria-describedby={id}>
      <legend className={styles.legend}>{label}</legend>
      <p id={id} className={styles.hint}>
        {hint}
      </p>
      <div>
        {allRoutes.map((route) => (
          <CheckField
            key={route}
            label={t.organisation.routes[route].name}
            isChecked={chosen.includes(route)}
            onChange={(isChecked) =>
              onValue(allRoutes.filter((one) => (one === route ? isChecked : chosen.includes(one))))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
