import { demoMailPath, type DemoMail } from '../../contract/demo.ts'
import { Card } from '../ui/card.tsx'
import { FileList } from './file-list.tsx'
import styles from './mail-pane.module.css'
import { useLanguage } from './texts/language.tsx'
import { useArrivals } from './use-arrivals.ts'

interface MailPaneProps {
  readonly mails: readonly DemoMail[]
  /** Null follows the newest. */
  readonly chosenId: string | null
  readonly onChoose: (id: string) => void
}

const idOf = (mail: DemoMail) => mail.id

/** The caught mails, newest first, and the chosen one as its reader would see it. */
export function MailPane({ mails, chosenId, onChoose }: MailPaneProps) {
  const { t } = useLanguage()
  const fresh = useArrivals(mails, idOf)
  const shown = mails.find((mail) => mail.id === chosenId) ?? mails[0]
  return (
    <Card labelledBy="mails">
      <div className={styles.head}>
        <h2 id="mails" tabIndex={-1}>
          {t.mails.heading}
        </h2>
        <p className={styles.hint}>{t.mails.hint}</p>
      </div>
      <output className="visually-hidden">{fresh[0] === undefined ? '' : t.mails.arrived(fresh[0].subject)}</output>
      {shown === undefined ? (
        <p className={styles.empty}>{t.mails.empty}</p>
      ) : (
        <>
          <MailList mails={mails} shownId={shown.id} onChoose={onChoose} />
          <FileList mail={shown} />
          <iframe
            key={shown.id}
            className={styles.frame}
            title={t.mails.frame(shown.subject)}
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            src={demoMailPath(shown.id)}
          />
        </>
      )}
    </Card>
  )
}

interface MailListProps {
  readonly mails: readonly DemoMail[]
  readonly shownId: string
  readonly onChoose: (id: string) => void
}

function MailList({ mails, shownId, onChoose }: MailListProps) {
  const { t, language } = useLanguage()
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' })
  return (
    <ul className={styles.list} aria-label={t.mails.list}>
      {mails.map(({ id, subject, to, caughtAt }) => (
        <li key={id}>
          <button type="button" className={styles.mail} aria-current={id === shownId} onClick={() => onChoose(id)}>
            <span className={styles.subject}>{subject}</span>
            <time className={styles.time} dateTime={caughtAt}>
              {time.format(new Date(caughtAt))}
            </time>
            <span className={styles.people}>
              {t.mails.to} {to}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
