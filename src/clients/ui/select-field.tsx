import { useId } from 'react'
import { describedBy, FieldFrame } from './field-frame.tsx'

interface SelectFieldProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly (readonly [value: Value, text: string])[]
  readonly onValue: (value: Value) => void
  readonly hint?: string
}

/** A labelled choice of one, by the device's own list; where each of a few needs a sentence, use `Choice`. */
export function SelectField<Value extends string>({ label, value, options, onValue, hint }: SelectFieldProps<Value>) {
  const id = useId()
  return (
    <FieldFrame id={id} label={label} hint={hint}>
      <select
        id={id}
        aria-describedby={describedBy(id)}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find(([option]) => option === target.value)
          if (chosen !== undefined) onValue(chosen[0])
        }}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
