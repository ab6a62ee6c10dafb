import { Button } from '../../ui/button.tsx'
import { Drawing } from '../../ui/drawing.tsx'
import { alert } from '../../ui/drawings.ts'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import type { Problem } from '../session/problem.ts'
import { useAction } from '../use-action.ts'
import { InfoScreen } from './info-screen.tsx'

export interface TroubleScreenProps {
  readonly problem: Problem
  readonly session: PortalSession
}

/** The server could not be asked about the link. */
export function TroubleScreen({ problem, session }: TroubleScreenProps) {
  const { t } = useLanguage()
  const again = useAction(() => session.prove())
  return (
    <InfoScreen icon={<Drawing path={alert} size={28} />} heading={t.trouble.heading}>
      <p role="alert">{t.problems[problem]}</p>
      <div>
        <Button kind="primary" isBusy={again.isBusy} onClick={again.run}>
          {t.trouble.again}
        </Button>
      </div>
    </InfoScreen>
  )
}
