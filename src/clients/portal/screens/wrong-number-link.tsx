import { useRef, useState } from 'react'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import styles from './screens.module.css'

export interface WrongNumberLinkProps {
  readonly link: OpenLinkView
  readonly session: PortalSession
  readonly onTold: () => void
}

/**
 * Tells the sender that the number is wrong, after one question, because it cannot be taken back. No number can be entered
 * here: that would let anybody redirect the code.
 */
export function WrongNumberLink(props: WrongNumberLinkProps) {
  const { t } = useLanguage()
  const place = useRef<HTMLDivElement>(null)
  const [isAsking, setIsAsking] = useState(false)
  // What was pressed goes away: the focus stays where it was, for the keyboard and for screen readers.
  const ask = (asks: boolean) => {
    setIsAsking(asks)
    place.current?.focus()
  }
  return (
    <div ref={place} tabIndex={-1} className={styles.links}>
      {isAsking ? (
        <Question {...props} onCancel={() => ask(false)} />
      ) : (
        <TextLink to="wrong-number" onFollow={() => ask(true)}>
          {t.check.wrongNumber}
        </TextLink>
      )}
    </div>
  )
}

interface QuestionProps extends WrongNumberLinkProps {
  readonly onCancel: () => void
}

function Question({ link, session, onTold, onCancel }: QuestionProps) {
  const { t } = useLanguage()
  const report = useAction(() => session.reportWrongNumber(link.maskedNumber ?? '').then(onTold))
  return (
    <div className={styles.tight}>
      <output>{t.check.wrongNumberQuestion(link.sender.name)}</output>
      <div className={styles.choices}>
        <Button kind="danger" isBusy={report.isBusy} onClick={report.run}>
          {t.check.wrongNumberConfirm}
        </Button>
        <Button onClick={onCancel} disabled={report.isBusy}>
          {t.check.wrongNumberCancel}
        </Button>
      </div>
      {report.problem !== undefined && <Notice kind="danger">{t.problems[report.problem]}</Notice>}
    </div>
  )
}
