import { useBlocker } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useLanguage } from '../texts/language.tsx'

/** Asks before a page with unsaved changes is left, for another page or for good. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const { t } = useLanguage()
  const texts = t.frame.unsaved
  const leaving = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  if (leaving.status !== 'blocked') return null
  return (
    <Dialog
      title={texts.leaveTitle}
      onClose={leaving.reset}
      actions={
        <>
          <Button onClick={leaving.proceed}>{texts.leave}</Button>
          <Button kind="primary" onClick={leaving.reset}>
            {texts.stay}
          </Button>
        </>
      }
    >
      <p>{texts.leaveText}</p>
    </Dialog>
  )
}
