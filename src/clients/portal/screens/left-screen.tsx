import { Button } from '../../ui/button.tsx'
import { Drawing } from '../../ui/drawing.tsx'
import { lock } from '../../ui/drawings.ts'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import { InfoScreen } from './info-screen.tsx'

export interface LeftScreenProps {
  readonly reason: 'left' | 'idle'
  readonly session: PortalSession
}

/** The reader locked the page, or nobody used it for a while. */
export function LeftScreen({ reason, session }: LeftScreenProps) {
  const { t } = useLanguage()
  const again = useAction(() => session.prove(false))
  return (
    <InfoScreen icon={<Drawing path={lock} size={28} />} heading={t.left.heading}>
      <p>{reason === 'idle' ? t.left.idleText : t.left.leftText}</p>
      {reason === 'idle' && (
        <div>
          <Button kind="primary" isBusy={again.isBusy} onClick={again.run}>
            {t.left.openAgain}
          </Button>
        </div>
      )}
    </InfoScreen>
  )
}
