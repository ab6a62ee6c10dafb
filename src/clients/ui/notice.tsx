import type { ReactNode } from 'react'
import { AlertIcon, CheckIcon, InfoIcon } from './icons.tsx'
import styles from './notice.module.css'

export type NoticeKind = 'info' | 'success' | 'warning' | 'danger'

const icons = { info: InfoIcon, success: CheckIcon, warning: AlertIcon, danger: AlertIcon } as const

export interface NoticeProps {
  readonly kind: NoticeKind
  readonly children: ReactNode
}

/** A short message about what just happened or matters now; screen readers hear it when it appears, problems at once. */
export function Notice({ kind, children }: NoticeProps) {
  const Icon = icons[kind]
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={kind === 'danger' ? 'alert' : 'status'}>
      <span className={styles.icon}>
        <Icon />
      </span>
      <div className={styles.body}>{children}</div>
    </div>
  )
}
