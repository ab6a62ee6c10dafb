import { minPasswordCharacters, passwordProblem } from '../../../lib/account-keys/index.ts'
import { PasswordField } from '../controls/password-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './new-password-fields.module.css'
import { passwordStrength } from './password-strength.ts'

export interface NewPasswordTyped {
  readonly next: string
  readonly again: string
}

/** Whether both entries can be used as they are. */
export const isUsable = ({ next, again }: NewPasswordTyped): boolean => passwordProblem(next) === null && next === again

interface NewPasswordFieldsProps {
  readonly typed: NewPasswordTyped
  readonly onTyped: (typed: NewPasswordTyped) => void
  /** Problems are shown from the first try to submit. */
  readonly showsProblems: boolean
}

/** A new password twice, with a hint how strong it is. */
export function NewPasswordFields({ typed, onTyped, showsProblems }: NewPasswordFieldsProps) {
  const { t } = useLanguage()
  const texts = t.settings.changePassword
  const { next, again } = typed
  const isShort = passwordProblem(next) === 'too-short'
  return (
    <>
      <div className={styles.next}>
        <PasswordField
          label={texts.next}
          hint={texts.hint(minPasswordCharacters)}
          value={next}
          onValue={(value) => onTyped({ next: value, again })}
          autoComplete="new-password"
          maxLength={1024}
          problem={showsProblems && isShort ? texts.tooShort(minPasswordCharacters) : null}
        />
        <Strength password={next} />
      </div>
      <PasswordField
        label={texts.again}
        value={again}
        onValue={(value) => onTyped({ next, again: value })}
        autoComplete="new-password"
        maxLength={1024}
        problem={showsProblems && !isShort && next !== again ? texts.different : null}
      />
    </>
  )
}

function Strength({ password }: { readonly password: string }) {
  const { t } = useLanguage()
  const strength = passwordStrength(password)
  const texts = t.settings.changePassword
  return (
    <div className={styles.strength} data-strength={password === '' ? 'none' : strength}>
      <div className={styles.bars} aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <output>{password === '' ? '' : `${texts.strength}: ${texts.strengths[strength]}`}</output>
    </div>
  )
}
