import type { DemoPractice } from '../../contract/demo.ts'
import { Card } from '../ui/card.tsx'
import { CopyValue } from './copy-value.tsx'
import styles from './access.module.css'
import { useLanguage } from './texts/language.tsx'

/** How to sign in to the web app as either person of the practice. */
export function SignInCard({ practice }: { readonly practice: DemoPractice }) {
  const { t } = useLanguage()
  return (
    <Card labelledBy="sign-in-heading">
      <h2 id="sign-in-heading">{t.signIn.heading}</h2>
      <p>
        <a href="/" target="_blank" rel="noreferrer">
          {t.signIn.webApp}
        </a>{' '}
        <span className={styles.hint}>{t.signIn.webAppHint}</span>
      </p>
      {practice.accounts.map(({ name, address, password }) => (
        <div key={address}>
          <h3>{name}</h3>
          <dl className={styles.list}>
            <div className={styles.pair}>
              <dt>{t.signIn.address}</dt>
              <dd>
                <CopyValue value={address} label={t.signIn.copyOf(t.signIn.address, name)} />
              </dd>
            </div>
            <div className={styles.pair}>
              <dt>{t.signIn.password}</dt>
              <dd>
                <CopyValue value={password} label={t.signIn.copyOf(t.signIn.password, name)} />
              </dd>
            </div>
          </dl>
        </div>
      ))}
    </Card>
  )
}
