import type { ReactNode } from 'react'
import { Drawing } from './drawing.tsx'
import { alert, done, info } from './drawings.ts'
import styles from './notice.module.css'

export type NoticeKind = 'info' | 'success' | 'warning' | 'danger'

const drawings = { info, success: done, warning: alert, danger: alert } as const

export interface NoticeProps {
  readonly kind: NoticeKind
  readonly children: ReactNode
}

/** A short message about what just happened or matters now; screen readers hear it when it appears, problems at once. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <span className={styles.icon}>
        <Drawing path={drawings[kind]} />
      </span>
      <div className={styles.body}>{children}</div>
    </div>
  )
}
