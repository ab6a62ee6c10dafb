import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './rows.module.css'

/** A long list as a table of rows, each with a row's look; `columns` are named where there is room for them. */
export function Rows(props: {
  readonly label: string
  readonly columns: readonly string[]
  readonly children: ReactNode
}) {
  return (
    <div className={`${styles.table} ${props.columns.length === 4 ? styles.withStates : styles.withoutStates}`}>
      <div className={styles.head} aria-hidden="true">
        {props.columns.map((column) => (
          <span key={column}>{column}</span>
        ))}
      </div>
      <ul className={styles.rows} aria-label={props.label}>
        {props.children}
      </ul>
    </div>
  )
}

/** Stands for rows that are being fetched. */
export function WaitingRows() {
  const { t } = useLanguage()
  return (
    <div className={styles.table}>
      <output className="visually-hidden">{t.app.loading}</output>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className={styles.waiting} />
      ))}
    </div>
  )
}

/** Fetches the next page of a list. */
export function MoreRows(props: {
  readonly onClick: () => void
  readonly isBusy: boolean
  readonly children: ReactNode
}) {
  return (
    <div className={styles.more}>
      <Button onClick={props.onClick} isBusy={props.isBusy}>
        {props.children}
      </Button>
    </div>
  )
}
