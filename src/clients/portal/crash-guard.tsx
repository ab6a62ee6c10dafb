import { Component, type ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Drawing } from '../ui/drawing.tsx'
import { alert } from '../ui/drawings.ts'
import { useLanguage } from './language.tsx'
import { InfoScreen } from './screens/info-screen.tsx'

interface CrashGuardState {
  readonly hasFailed: boolean
}

/** Instead of a blank page, when a part of the page could not be fetched or a view broke. React wants a class for this. */
export class CrashGuard extends Component<{ readonly children: ReactNode }, CrashGuardState> {
  override readonly state: CrashGuardState = { hasFailed: false }

  static getDerivedStateFromError(): CrashGuardState {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <CrashScreen /> : this.props.children
  }
}

function CrashScreen() {
  const { t } = useLanguage()
  return (
    <InfoScreen icon={<Drawing path={alert} size={28} />} heading={t.trouble.heading}>
      <p role="alert">{t.problems.offline}</p>
      <div>
        <Button kind="primary" onClick={() => globalThis.location.reload()}>
          {t.trouble.again}
        </Button>
      </div>
    </InfoScreen>
  )
}
