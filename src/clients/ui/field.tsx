import { useId, type HTMLAttributes, type ReactNode, type RefObject } from 'react'
import styles from './field.module.css'
import { AlertIcon } from './icons.tsx'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: string | undefined
  /** Says what to do; announced, and tied to the input. */
  readonly error?: string | undefined
  readonly inputRef?: RefObject<HTMLInputElement | null>
  readonly autoComplete?: string
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
  readonly type?: 'text' | 'password'
  /** Large and evenly spaced, for codes that are copied from elsewhere. */
  readonly isCode?: boolean
  readonly maxLength?: number
}

/** A labelled input with its hint and its error. */
export function Field({ label, value, onChange, hint, error, inputRef, isCode = false, ...input }: FieldProps) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <input
        ref={inputRef}
        id={id}
        className={isCode ? `${styles.input} ${styles.code}` : styles.input}
        type={input.type ?? 'text'}
        value={value}
        onChange={(change) => onChange(change.target.value)}
        autoComplete={input.autoComplete ?? 'off'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        inputMode={input.inputMode}
        maxLength={input.maxLength}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint ${id}-error`}
      />
    </FieldFrame>
  )
}

export interface TextAreaProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly inputRef?: RefObject<HTMLTextAreaElement | null>
}

/** Like `Field`, for text of several lines. */
export function TextArea({ label, value, onChange, hint, error, inputRef }: TextAreaProps) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint} error={error}>
      <textarea
        ref={inputRef}
        id={id}
        className={`${styles.input} ${styles.text}`}
        value={value}
        onChange={(change) => onChange(change.target.value)}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint ${id}-error`}
      />
    </FieldFrame>
  )
}

interface FieldFrameProps {
  readonly id: string
  readonly label: string
  readonly hint: string | undefined
  readonly error: string | undefined
  readonly children: ReactNode
}

function FieldFrame({ id, label, hint, error, children }: FieldFrameProps) {
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <span className={styles.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {children}
      <div id={`${id}-error`} role="alert">
        {error !== undefined && (
          <span className={styles.error}>
            <AlertIcon />
            {error}
          </span>
        )}
      </div>
    </div>
  )
}

export interface CheckFieldProps {
  readonly label: string
  readonly hint?: string
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
}

/** A checkbox whose whole line can be pressed. */
export function CheckField({ label, hint, isChecked, onChange }: CheckFieldProps) {
  const id = useId()
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(change) => onChange(change.target.checked)}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      <span>
        <span id={`${id}-label`}>{label}</span>
        {hint !== undefined && (
          <span className={styles.hint} id={`${id}-hint`}>
            <br />
            {hint}
          </span>
        )}
      </span>
    </label>
  )
}
