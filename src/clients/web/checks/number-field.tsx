import { Icon } from '../../ui/icon.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './check-form.module.css'
import type { NumberFieldState } from './use-number.ts'

/** A mobile number, in international form or as it is dialled at home; says how it was understood. */
export function NumberField({ value, onValue, onLeave, judged }: NumberFieldState) {
  const { t } = useLanguage()
  const problem = judged?.problem ?? null
  const written = judged?.problem === null && judged.written !== value.trim() ? judged.written : null
  return (
    <div className={styles.row}>
      <TextField
        label={t.completion.sms.field}
        hint={t.completion.sms.hint}
        value={value}
        onValue={onValue}
        onLeave={onLeave}
        type="tel"
        autoComplete="off"
        inputMode="tel"
        maxLength={40}
        problem={problem === null ? null : t.completion.numberRefused[problem]}
      />
      <output className={styles.hint}>
        {written !== null && (
          <>
            <Icon name="check" />
            <span>{t.completion.understoodAs(written)}</span>
          </>
        )}
      </output>
    </div>
  )
}
