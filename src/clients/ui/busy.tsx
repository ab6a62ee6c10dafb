import { Spinner } from './spinner.tsx'
import styles from './busy.module.css'

/** Says in words what is going on, spoken politely; for work whose end is not known. */
export function Busy({ children }: { readonly children: string }) {
  return (
    <output className={styles.busy}>
      <Spinner />
      <span>{children}</span>
    </output>
  )
}
