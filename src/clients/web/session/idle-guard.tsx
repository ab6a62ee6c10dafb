import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useSession, useSignedIn } from '../app/use-session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useLanguage } from '../texts/language.tsx'
import { IdleClock } from './idle-clock.ts'

const lookEveryMs = 1_000
const warnMs = 60_000
/** Work in the browser alone (reading, typing) must not let the server's limit run out. */
const tellServerEveryMs = 5 * 60_000

/** Signs out after the idle limit, asks one minute before, and tells the server now and then that somebody is here. */
export function IdleGuard() {
  const session = useSession()
  const { t } = useLanguage()
  const { secondsLeft, stay } = useIdleWatch()
  if (secondsLeft === null) return null
  return (
    <Dialog
      title={t.session.idleTitle}
      onClose={stay}
      actions={
        <>
          <Button onClick={() => void session.signOut('chosen')}>{t.app.signOut}</Button>
          <Button kind="primary" onClick={stay}>
            {t.session.stay}
          </Button>
        </>
      }
    >
      <p>{t.session.idleText(secondsLeft)}</p>
    </Dialog>
  )
}

/** `secondsLeft` is null until the last minute. */
function useIdleWatch(): { readonly secondsLeft: number | null; readonly stay: () => void } {
  const session = useSession()
  const limitMs = useSignedIn().view.idleMinutes * 60_000
  const [clock] = useState(() => new IdleClock())
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)
  useEffect(() => {
    const stop = clock.start()
    let toldMs = Date.now()
    let isEnding = false
    const timer = setInterval(() => {
      const leftMs = limitMs - clock.idleMs()
      setSecondsLeft(leftMs > warnMs ? null : Math.max(1, Math.ceil(leftMs / 1000)))
      if (isEnding) return
      if (leftMs <= 0) {
        isEnding = true
        void session.signOut('idle')
      } else if (clock.idleMs() < tellServerEveryMs && Date.now() - toldMs > tellServerEveryMs) {
        toldMs = Date.now()
        session.refresh().catch(() => undefined)
      }
    }, lookEveryMs)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [clock, limitMs, session])
  const stay = () => {
    clock.touch()
    setSecondsLeft(null)
    session.refresh().catch(() => undefined)
  }
  return { secondsLeft, stay }
}
