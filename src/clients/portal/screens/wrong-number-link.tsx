import { useState } from 'react'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { Notice } from '../../ui/notice.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import styles from './screens.module.css'

export interface WrongNumberLinkProps {
  readonly link: OpenLinkView
  readonly session: PortalSession
}

/** Tells the sender that the number is wrong. No number can be entered here: that would let anybody redirect the code. */
export function WrongNumberLink({ link, session }: WrongNumberLinkProps) {
  const { t } = useLanguage()
  const [isSent, setIsSent] = useState(false)
  const report = useAction(async () => {
    await session.reportWrongNumber()
    setIsSent(true)
  })
  if (isSent) return <Notice kind="success">{t.check.wrongNumberSent(link.sender.name)}</Notice>
  return (
    <div className={styles.links}>
      <TextLink to="wrong-number" onFollow={report.run}>
        {t.check.wrongNumber}
      </TextLink>
      {report.problem !== undefined && <Notice kind="danger">{t.problems[report.problem]}</Notice>}
    </div>
  )
}
