import { Button } from '../../ui/button.tsx'
import { useLanguage } from '../language.tsx'
import type { Action } from '../use-action.ts'
import { useSecondsLeft } from '../use-seconds-left.ts'
import styles from './screens.module.css'

export interface RequestAgainProps {
  readonly request: Action<[]>
  /** When the server accepts another request, Unix time. */
  readonly nextAtMs: number
  /** No code is known to have been sent. */
  readonly isFirst: boolean
}

/** Another code, once the server will send one. */
export function RequestAgain({ request, nextAtMs, isFirst }: RequestAgainProps) {
  const { t, formats } = useLanguage()
  const secondsLeft = useSecondsLeft(nextAtMs)
  return (
    <div className={styles.tight}>
      <div>
        <Button kind="secondary" isBusy={request.isBusy} disabled={secondsLeft > 0} onClick={request.run}>
          {isFirst ? t.check.requestCode : t.check.requestAnother}
        </Button>
      </div>
      {secondsLeft > 0 && (
        <p className={`${styles.muted} ${styles.small}`}>{t.check.nextIn(formats.duration(secondsLeft))}</p>
      )}
    </div>
  )
}
