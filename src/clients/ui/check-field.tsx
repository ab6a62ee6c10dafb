import { useId } from 'react'
import styles from './check-field.module.css'

interface CheckFieldProps {
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
