import { useId, useState, type InputHTMLAttributes, type ReactNode, type Ref } from 'react'
import { AlertIcon } from '../../ui/icons.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './text-field.module.css'

type Attributes = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'type'
  | 'name'
  | 'onBlur'
  | 'autoComplete'
  | 'inputMode'
  | 'min'
  | 'max'
  | 'maxLength'
  | 'spellCheck'
  | 'autoCapitalize'
>

interface TextFieldProps extends Attributes {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly hint?: string
  /** What is wrong and what to do; null while there is nothing to say. */
  readonly problem?: string | null
  readonly inputRef?: Ref<HTMLInputElement>
  /** Stands inside the frame, at its end. */
  readonly end?: ReactNode
}

/** A labelled field of one line of any kind; the portal's `Field` has no dates, passwords or buttons inside. */
export function TextField({ label, value, onValue, hint, problem = null, inputRef, end, ...input }: TextFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {hint !== undefined && (
        <span id={`${id}-hint`} className={styles.hint}>
          {hint}
        </span>
      )}
      <div className={styles.frame} data-invalid={problem !== null || undefined}>
        <input
          type="text"
          {...input}
          ref={inputRef}
          id={id}
          className={styles.input}
          value={value}
          onChange={(changed) => onValue(changed.target.value)}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-hint ${id}-problem`}
        />
        {end}
      </div>
      <div id={`${id}-problem`} role="alert">
        {problem !== null && (
          <span className={styles.problem}>
            <AlertIcon />
            {problem}
          </span>
        )}
      </div>
    </div>
  )
}

/** A password field whose content can be shown, because people mistype what they cannot see. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'end'>) {
  const { t } = useLanguage()
  const [shown, setShown] = useState(false)
  const naming = shown ? t.app.hideNamed : t.app.showNamed
  const toggle = (
    <button type="button" className={styles.toggle} onClick={() => setShown(!shown)} aria-label={naming(props.label)}>
      {shown ? t.app.hidePassword : t.app.showPassword}
    </button>
  )
  return (
    <TextField {...props} type={shown ? 'text' : 'password'} end={toggle} spellCheck={false} autoCapitalize="none" />
  )
}
