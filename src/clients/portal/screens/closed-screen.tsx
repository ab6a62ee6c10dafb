import { ClockIcon, LockIcon } from '../../ui/icons.tsx'
import { useLanguage } from '../language.tsx'
import type { ClosedLinkView } from '../session/portal-session.ts'
import { InfoScreen } from './info-screen.tsx'
import styles from './screens.module.css'

/** The link is genuine, but the message is expired, withdrawn or locked. */
export function ClosedScreen({ link }: { readonly link: ClosedLinkView }) {
  const { t, formats } = useLanguage()
  const moment = formats.moment(link.at)
  const isLocked = link.state === 'locked'
  const texts = {
    expired: [t.closed.expired, t.closed.expiredText(moment)],
    revoked: [t.closed.revoked, t.closed.revokedText(moment)],
    locked: [t.closed.locked, t.closed.lockedText],
  } as const
  const [heading, text] = texts[link.state]
  const Icon = link.state === 'expired' ? ClockIcon : LockIcon
  return (
    <InfoScreen icon={<Icon size={28} />} heading={heading}>
      <p>{text}</p>
      <p>{isLocked ? t.closed.contactLocked(link.sender.name) : t.closed.contact(link.sender.name)}</p>
      <p className={styles.muted}>
        {t.closed.sender}: <bdi>{link.sender.name}</bdi>,{' '}
        <a href={`mailto:${link.sender.address}`}>{link.sender.address}</a>
      </p>
    </InfoScreen>
  )
}
