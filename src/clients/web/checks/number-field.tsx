import { Button } from '../../ui/button.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './check-form.module.css'
import type { NumberProblem } from './judge-number.ts'

interface NumberFieldProps {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly problem: NumberProblem | null
}

/** A mobile number in international form; a number in national form gets a button that writes it out. */
export function NumberField({ value, onValue, problem }: NumberFieldProps) {
  const { t } = useLanguage()
  const suggestion = problem?.suggestion ?? null
  return (
    <div className={styles.row}>
      <TextField
        label={t.completion.sms.field}
        hint={t.completion.sms.hint}
        value={value}
        onValue={onValue}
        type="tel"
        autoComplete="off"
        inputMode="tel"
        maxLength={40}
        problem={problem === null ? null : t.completion.numberRefused[problem.reason]}
      />
      {suggestion !== null && suggestion !== value && (
        <Button onClick={() => onValue(suggestion)}>{t.completion.takeSuggestion(suggestion)}</Button>
      )}
    </div>
  )
}
