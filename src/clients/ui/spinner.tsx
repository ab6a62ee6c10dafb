import styles from './spinner.module.css'

/** Decoration only: what is going on is said in words beside it. */
export function Spinner() {
  return <span className={styles.spinner} aria-hidden="true" />
}
