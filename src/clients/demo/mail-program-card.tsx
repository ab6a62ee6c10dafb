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
  const facts = [
    [t.program.server, host],
    [t.program.portStartTls, String(startTlsPort)],
    [t.program.portTls, String(tlsPort)],
    [t.program.user, account?.address ?? ''],
    [t.program.appPassword, account?.appPassword ?? ''],
  ] as const
  return (
    <Card>
      <details className={styles.details} open>
        <summary>{t.program.heading}</summary>
        <dl className={styles.list}>
          {facts.map(([name, value]) => (
            <div key={name} className={styles.pair}>
              <dt>{name}</dt>
              <dd>
                <CopyValue value={value} label={t.signIn.copyOf(name, account?.name ?? '')} />
              </dd>
            </div>
          ))}
        </dl>
        <p className={styles.hint}>{t.program.hint}</p>
      </details>
    </Card>
  )
}
