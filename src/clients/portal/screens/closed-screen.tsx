import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Drawing } from '../../ui/drawing.tsx'
import { lock, waiting } from '../../ui/drawings.ts'
import { Notice } from '../../ui/notice.tsx'
import { useLanguage } from '../language.tsx'
import type { ClosedLinkView, PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import { InfoScreen } from './info-screen.tsx'
import styles from './screens.module.css'

/** The link is genuine, but the message is expired, withdrawn or locked. */
export function ClosedScreen({ link, session }: { readonly link: ClosedLinkView; readonly session: PortalSession }) {
  const { t, formats } = useLanguage()
  const moment = formats.moment(link.at)
  const isLocked = link.state === 'locked'
  const texts = {
    expired: [t.closed.expired, t.closed.expiredText(formats.calendarDay(link.expiresOn))],
    replaced: [t.closed.replaced, t.closed.replacedText(moment)],
    lost: [t.closed.lost, t.closed.lostText],
    revoked: [t.closed.revoked, t.closed.revokedText(moment)],
    locked: [t.closed.locked, t.closed.lockedText],
  } as const
  const [heading, text] = texts[link.state]
  return (
    <InfoScreen icon={<Drawing path={link.state === 'expired' ? waiting : lock} size={28} />} heading={heading}>
      <p>{text}</p>
      {link.state === 'revoked' && <p>{t.closed.contact(link.sender.name)}</p>}
      {isLocked && <p>{t.closed.contactLocked(link.sender.name)}</p>}
      <p className={styles.muted}>
        {t.closed.sender}: <bdi>{link.sender.name}</bdi>,{' '}
        <a href={`mailto:${link.sender.address}`}>{link.sender.address}</a>
      </p>
      {link.state !== 'revoked' && !isLocked && (
        <AskSender label={link.state === 'expired' ? t.closed.askAgain : t.closed.askForLink} session={session} />
      )}
    </InfoScreen>
  )
}

/** The server knows this link, so the sender can be told who asks. */
function AskSender({ label, session }: { readonly label: string; readonly session: PortalSession }) {
  const { t } = useLanguage()
  const [isAsked, setIsAsked] = useState(false)
  const request = useAction(async () => {
    await session.requestNewLink()
    setIsAsked(true)
  })
  if (isAsked) return <Notice kind="success">{t.closed.asked}</Notice>
  return (
    <>
      <div>
        <Button kind="primary" isBusy={request.isBusy} onClick={request.run}>
          {label}
        </Button>
      </div>
      {request.problem !== undefined && <Notice kind="danger">{t.problems[request.problem]}</Notice>}
    </>
  )
}
