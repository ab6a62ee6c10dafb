import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { LinkBrokenIcon } from '../../ui/icons.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLanguage } from '../language.tsx'
import type { BrokenLink, PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import { InfoScreen } from './info-screen.tsx'

export interface LinkBrokenScreenProps {
  readonly reason: BrokenLink
  readonly session: PortalSession
}

/** The link does not open anything as it arrived here. */
export function LinkBrokenScreen({ reason, session }: LinkBrokenScreenProps) {
  const { t } = useLanguage()
  const [isSent, setIsSent] = useState(false)
  const request = useAction(async () => {
    await session.requestNewLink()
    setIsSent(true)
  })
  const text = reason === 'no-link' ? t.broken.noLink : t.broken[reason]
  return (
    <InfoScreen icon={<LinkBrokenIcon size={28} />} heading={t.broken.heading}>
      <p>{text}</p>
      <p>{t.broken.advice}</p>
      {reason !== 'no-link' && !isSent && (
        <>
          <p>{t.broken.newLinkIntro}</p>
          <div>
            <Button kind="primary" isBusy={request.isBusy} onClick={request.run}>
              {t.broken.newLink}
            </Button>
          </div>
        </>
      )}
      {isSent && <Notice kind="success">{t.broken.newLinkSent}</Notice>}
      {request.problem !== undefined && <Notice kind="danger">{t.problems[request.problem]}</Notice>}
    </InfoScreen>
  )
}
