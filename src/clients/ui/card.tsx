import type { ReactNode } from 'react'
import styles from './card.module.css'

/** A raised area that holds one subject. Give it the id of its heading, so that it is announced by name. */
export function Card({ children, labelledBy }: { readonly children: ReactNode; readonly labelledBy?: string }) {
  return (
    <section className={styles.card} aria-labelledby={labelledBy}>
      {children}
    </section>
  )
}
