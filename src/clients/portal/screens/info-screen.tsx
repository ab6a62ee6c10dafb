import type { ReactNode } from 'react'
import { Card } from '../../ui/card.tsx'
import styles from './screens.module.css'

export interface InfoScreenProps {
  readonly icon: ReactNode
  readonly heading: string
  readonly children: ReactNode
}

/** A screen that explains why there is no message here, and what to do. */
export function InfoScreen({ icon, heading, children }: InfoScreenProps) {
  return (
    <div className={styles.narrow}>
      <Card labelledBy="page-heading">
        <span className={styles.badge}>{icon}</span>
        <h1 id="page-heading" tabIndex={-1}>
          {heading}
        </h1>
        {children}
      </Card>
    </div>
  )
}
