import { useEffect, useRef } from 'react'
import { Notice } from '../ui/notice.tsx'
import { Progress } from '../ui/progress.tsx'
import styles from './send-form.module.css'
import { useLanguage } from './texts/language.tsx'
import type { Sending } from './use-sending.ts'

/** What became of the mail: the steps of the conversation, the server's last words, and whether the mail has arrived. */
export function SendOutcome({ sending, newest }: SendOutcomeProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (sending.kind !== 'idle') place.current?.scrollIntoView({ block: 'nearest' })
  }, [sending.kind])
  return (
    <div ref={place}>
      <Outcome sending={sending} newest={newest} />
    </div>
  )
}

interface SendOutcomeProps {
  readonly sending: Sending
  readonly newest: string
}

function Outcome({ sending, newest }: SendOutcomeProps) {
  const { t } = useLanguage()
  switch (sending.kind) {
    case 'idle':
      return null
    case 'working':
      return <Progress label={t.send.working} />
    case 'failed':
      return (
        <Notice kind="danger">
          {t.send.failed} {sending.text}
        </Notice>
      )
    case 'accepted':
      return (
        <Notice kind="success">
          <p>
            {t.send.accepted} <code>{sending.reply}</code>
          </p>
          <Arrival hasArrived={newest !== sending.newestBefore} />
          <details className={styles.told}>
            <summary>{t.send.conversation}</summary>
            <ol className={styles.transcript}>
              {sending.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        </Notice>
      )
  }
}

function Arrival({ hasArrived }: { readonly hasArrived: boolean }) {
  const { t } = useLanguage()
  if (!hasArrived) return <Progress label={t.send.waiting} />
  return (
    <p>
      {t.send.arrived} <a href="#mails">{t.send.arrivedLink}</a>
    </p>
  )
}
