import { useId, type RefObject } from 'react'
import { describedBy, FieldFrame, isWrong, type FieldWords } from './field-frame.tsx'

interface TextAreaProps extends FieldWords {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly inputRef?: RefObject<HTMLTextAreaElement | null>
}

/** Like `TextField`, for text of several lines. */
export function TextArea({ label, hint, problem, value, onValue, inputRef }: TextAreaProps) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint} problem={problem}>
      <textarea
        ref={inputRef}
        id={id}
        value={value}
        onChange={(changed) => onValue(changed.target.value)}
        aria-invalid={isWrong(problem)}
        aria-describedby={describedBy(id)}
      />
    </FieldFrame>
  )
}
