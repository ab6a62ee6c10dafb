import { MailView } from '../../mail-view/mail-view.tsx'
import type { MailContent } from '../../mail-view/mail-content.ts'
import { saveEml } from '../../mail-view/use-export.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useLanguage } from '../language.tsx'
import styles from './message.module.css'
import { useAction } from '../use-action.ts'
import type { MailState } from './use-mail.ts'

export interface LoadedMailProps {
  readonly state: MailState
  /** IANA name of the organisation's zone. */
  readonly timeZone: string
  readonly onAgain: () => void
}

/** The message as far as it has come: on its way, failed with a way to try again, or there. */
export function LoadedMail({ state, timeZone, onAgain }: LoadedMailProps) {
  const { t, language } = useLanguage()
  switch (state.kind) {
    case 'loading':
      return (
        <div className={styles.loading}>
          <Progress label={state.share < 1 ? t.message.loading : t.message.preparing} share={state.share} />
        </div>
      )
    case 'failed':
      return (
        <Notice kind="danger">
          <p>{t.problems[state.problem]}</p>
          <Button onClick={onAgain}>{t.message.again}</Button>
        </Notice>
      )
    case 'ready':
      if (state.mail === null) return <UnreadableMail original={state.original} />
      return (
        <MailView
          mail={state.mail}
          original={state.original}
          language={language}
          timeZone={timeZone}
          heading="h1"
          headingId="page-heading"
        />
      )
  }
}

function UnreadableMail({ original }: { readonly original: MailContent }) {
  const { t } = useLanguage()
  const saving = useAction(() => saveEml('message.eml', original))
  return (
    <div className={styles.stack}>
      <h1 id="page-heading" tabIndex={-1}>
        {t.page.plainTitle}
      </h1>
      <Notice kind="warning">
        <p>{t.message.unreadable}</p>
        <Button isBusy={saving.isBusy} onClick={saving.run}>
          {t.message.downloadEml}
        </Button>
      </Notice>
    </div>
  )
}
