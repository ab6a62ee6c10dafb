import { Spinner } from '../../ui/spinner.tsx'
import { useLanguage } from '../language.tsx'
import styles from './screens.module.css'

export function StartingScreen() {
  const { t } = useLanguage()
  return (
    <p className={styles.starting} aria-live="polite">
      <Spinner />
      {t.page.starting}
    </p>
  )
}
