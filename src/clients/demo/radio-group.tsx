import { useId } from 'react'
import styles from './send-form.module.css'

export interface RadioOption<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly detail: string
}

interface RadioGroupProps<Value extends string> {
  readonly legend: string
  readonly name: string
  readonly options: readonly RadioOption<Value>[]
  readonly value: Value
  readonly onChoose: (value: Value) => void
}

/** One of a few, each with a line that says what it means. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { legend, name, options, value, onChoose } = props
  const id = useId()
  return (
    <fieldset className={styles.options}>
      <legend>{legend}</legend>
      {options.map((option, index) => (
        <div key={option.value} className={styles.option}>
          <input
            id={`${id}-${index}`}
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <label htmlFor={`${id}-${index}`}>
            {option.label}
            <span className={styles.detail}>{option.detail}</span>
          </label>
        </div>
      ))}
      {/* What each means stands in its label; this line repeats it where the labels are shortened to stand in a row. */}
      <p className={styles.chosenDetail} aria-hidden="true">
        {options.find((option) => option.value === value)?.detail}
      </p>
    </fieldset>
  )
}
