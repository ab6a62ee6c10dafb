import { useId } from 'react'
import styles from './progress.module.css'

export interface ProgressProps {
  readonly label: string
  /** 0 to 1; undefined while the amount is not known. */
  readonly share?: number | undefined
}

/** Work that takes longer than a moment, with what it is. */
export function Progress({ label, share }: ProgressProps) {
  const id = useId()
  return (
    <div className={styles.progress} aria-live="polite">
      <span id={id}>{label}</span>
      <progress className={styles.bar} aria-labelledby={id} max={1} value={share} />
    </div>
  )
}
