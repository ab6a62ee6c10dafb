import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './mail-rows.module.css'

/** A list of messages; its rows lie in one line each where there is room. */
export function MailRows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.place}>
      <ul className={styles.rows} aria-label={label}>
        {children}
      </ul>
    </div>
  )
}

/** Stands for rows that are being fetched. */
export function WaitingRows() {
  const { t } = useLanguage()
  return (
    <div className={styles.rows}>
      <output className="visually-hidden">{t.app.loading}</output>
      {[0, 1, 2, 3, 4].map((row) => (
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
