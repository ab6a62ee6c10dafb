import type { DemoPractice } from '../../contract/demo.ts'
import { Card } from '../ui/card.tsx'
import { CopyValue } from './copy-value.tsx'
import styles from './access.module.css'
import { useLanguage } from './texts/language.tsx'

/** What a mail program on this machine needs in order to send as the doctor. */
export function MailProgramCard({ practice }: { readonly practice: DemoPractice }) {
  const { t } = useLanguage()
  const { host, startTlsPort, tlsPort } = practice.submission
  const [account] = practice.accounts
  return (
    <Card>
      <details className={styles.details}>
        <summary>{t.program.heading}</summary>
        <dl className={styles.list}>
          <dt>{t.program.server}</dt>
          <dd>{host}</dd>
          <dt>{t.program.portStartTls}</dt>
          <dd>{startTlsPort}</dd>
          <dt>{t.program.portTls}</dt>
          <dd>{tlsPort}</dd>
          <dt>{t.program.user}</dt>
          <dd>{account?.address}</dd>
          <dt>{t.program.appPassword}</dt>
          <dd>
            <CopyValue
              value={account?.appPassword ?? ''}
              label={t.signIn.copyOf(t.program.appPassword, account?.name ?? '')}
            />
          </dd>
        </dl>
        <p className={styles.hint}>{t.program.hint}</p>
      </details>
    </Card>
  )
}
