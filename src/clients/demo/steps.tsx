import type { DemoRoute } from '../../contract/demo.ts'
import { useLanguage } from './texts/language.tsx'
import styles from './steps.module.css'

/** What to do, in order; the way the message travels decides the second and third. */
export function Steps({ route }: { readonly route: DemoRoute }) {
  const { t } = useLanguage()
  const { heading, send } = t.steps
  const { open, read } = t.steps[route]
  return (
    <section aria-label={heading}>
      <ol className={styles.steps}>
        {[send, open, read].map(({ title, text }, index) => (
          <li key={title} className={styles.step}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <div>
              <h2 className={styles.title}>{title}</h2>
              <p className={styles.text}>{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
