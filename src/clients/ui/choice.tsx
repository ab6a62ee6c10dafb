import type { ReactNode } from 'react'
import styles from './choice.module.css'

interface ChoiceProps {
  readonly group: string
  readonly chosen: boolean
  readonly onChoose: () => void
  readonly title: string
  /** A word about the choice, such as "Recommended". */
  readonly label?: ReactNode
  readonly text: string
  /** Shown while it is chosen: the fields that belong to it. */
  readonly children?: ReactNode
}

/** One of several ways, as a card around a radio button. Put them into a fieldset with a legend. */
export function Choice({ group, chosen, onChoose, title, label, text, children }: ChoiceProps) {
  return (
    <div className={styles.card} data-chosen={chosen || undefined}>
      <label className={styles.choice}>
        <input type="radio" name={group} checked={chosen} onChange={onChoose} className={styles.radio} />
        <span className={styles.title}>
          {title} {label}
        </span>
        <span className={styles.text}>{text}</span>
      </label>
      {chosen && children !== undefined && <div className={styles.more}>{children}</div>}
    </div>
  )
}
