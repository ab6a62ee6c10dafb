import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'

/** Takes the trust in this browser back. */
export function ForgetDevice({ session }: { readonly session: PortalSession }) {
  const { t } = useLanguage()
  const [isForgotten, setIsForgotten] = useState(false)
  const forget = useAction(async () => {
    await session.forgetDevice()
    setIsForgotten(true)
  })
  if (isForgotten) return <Notice kind="success">{t.message.forgotten}</Notice>
  return (
    <div>
      <Button kind="quiet" isBusy={forget.isBusy} onClick={forget.run}>
        {t.message.forget}
      </Button>
      {forget.problem !== undefined && <Notice kind="danger">{t.problems[forget.problem]}</Notice>}
    </div>
  )
}
