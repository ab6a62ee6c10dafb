import { useState } from 'react'
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
  readonly isTold: boolean
  readonly onTold: () => void
}

/**
 * Tells the sender that the number is wrong, after one question, because it cannot be taken back. No number can be entered
 * here: that would let anybody redirect the code.
 */
export function WrongNumberLink({ link, session, isTold, onTold }: WrongNumberLinkProps) {
  const { t } = useLanguage()
  const [isAsking, setIsAsking] = useState(false)
  if (isTold) return <Notice kind="success">{t.check.wrongNumberSent(link.sender.name)}</Notice>
  if (isAsking) return <Question link={link} session={session} onTold={onTold} onCancel={() => setIsAsking(false)} />
  return (
    <div className={styles.links}>
      <TextLink to="wrong-number" onFollow={() => setIsAsking(true)}>
        {t.check.wrongNumber}
      </TextLink>
    </div>
  )
}

interface QuestionProps extends Omit<WrongNumberLinkProps, 'isTold'> {
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
