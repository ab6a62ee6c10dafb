import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react'
import { afterPress } from './after-press.ts'
import { describedBy, FieldFrame, isWrong, type FieldWords } from './field-frame.tsx'
import styles from './text-field.module.css'

type Attributes = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'name' | 'autoComplete' | 'inputMode' | 'min' | 'max' | 'maxLength' | 'spellCheck' | 'autoCapitalize'
>

export interface TextFieldProps extends Attributes, FieldWords {
  readonly value: string
  readonly onValue: (value: string) => void
  /** The field was left; where a press left it, once that is over, so that what is shown then moves nothing being pressed. */
  readonly onLeave?: () => void
  readonly inputRef?: Ref<HTMLInputElement>
  /** Stands inside the frame, at its end. */
  readonly end?: ReactNode
  /** Every letter counts: no device may correct it, or begin it with a capital. */
  readonly isExact?: boolean
  /** Large and evenly spaced, for codes that are copied from elsewhere. */
  readonly isCode?: boolean
}

const exactly = { autoCapitalize: 'none', autoCorrect: 'off', spellCheck: false } as const

/** A labelled field of one line. */
export function TextField({ label, hint, problem, value, onValue, inputRef, end, ...rest }: TextFieldProps) {
  const { isExact = false, isCode = false, onLeave, ...input } = rest
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem}>
      <input
        type="text"
        {...(isExact || isCode ? exactly : {})}
        {...input}
        ref={inputRef}
        id={id}
        className={isCode ? styles.code : undefined}
        value={value}
        onBlur={onLeave && (() => afterPress(onLeave))}
        onChange={(changed) => onValue(changed.target.value)}
        aria-invalid={isWrong(problem)}
        aria-describedby={describedBy(id)}
      />
      {end}
    </FieldFrame>
  )
}
