import { encodeBase32, groupInFours } from '../../../lib/bytes/index.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './check-form.module.css'

/** 40 random bits: eight characters that can be read aloud on the phone. */
const suggestedBytes = 5

interface AccessCodeFieldProps {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly problem: string | null
}

/** The agreed code, readable while it is typed: it has to be told to somebody. */
export function AccessCodeField({ value, onValue, problem }: AccessCodeFieldProps) {
  const { t } = useLanguage()
  const suggest = () => onValue(groupInFours(encodeBase32(crypto.getRandomValues(new Uint8Array(suggestedBytes)))))
  return (
    <div className={styles.row}>
      <TextField
        label={t.completion.accessCode.field}
        hint={t.completion.accessCode.hint}
        value={value}
        onValue={onValue}
        problem={problem}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
      />
      <Button onClick={suggest}>{t.completion.accessCode.suggest}</Button>
      <p className={styles.hint}>
        <Icon name="info" />
        <span>{t.completion.accessCode.tell}</span>
      </p>
    </div>
  )
}
