import type { ReactNode } from 'react'
import { Drawing } from './drawing.tsx'
import { alert } from './drawings.ts'
import styles from './field-frame.module.css'

/** What every labelled field has. */
export interface FieldWords {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong and what to do: announced, and tied to the field. Nothing or null while there is nothing to say. */
  readonly problem?: string | null | undefined
}

interface FieldFrameProps extends FieldWords {
  readonly id: string
  readonly children: ReactNode
}

/** Label, hint and problem around a field that has `id` and `describedBy(id)`. */
export function FieldFrame({ id, label, hint, problem, children }: FieldFrameProps) {
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
      <div className={styles.frame} data-invalid={isWrong(problem) || undefined}>
        {children}
      </div>
      <div id={`${id}-problem`} role="alert">
        {isWrong(problem) && (
          <span className={styles.problem}>
            <Drawing path={alert} />
            {problem}
          </span>
        )}
      </div>
    </div>
  )
}

export const describedBy = (id: string): string => `${id}-hint ${id}-problem`

export const isWrong = (problem: FieldWords['problem']): boolean => problem !== undefined && problem !== null
