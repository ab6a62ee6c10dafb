import type { OpenLinkView } from '../../../contract/portal.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import { CodeCheck } from './code-check.tsx'
import { loadMessageScreen } from './load-message-screen.ts'

export interface TrustedCheckProps {
  readonly link: OpenLinkView
  readonly session: PortalSession
}

/** No code on a trusted device. When the server does not trust it after all, the ordinary check takes over. */
export function TrustedCheck({ link, session }: TrustedCheckProps) {
  const { t } = useLanguage()
  const open = useAction(() => {
    loadMessageScreen().catch(() => undefined)
    return session.openTrusted()
  })
  if (open.problem === 'code-wrong') return <CodeCheck link={link} session={session} />
  return (
    <>
      <p>{t.check.trusted}</p>
      {open.problem !== undefined && <Notice kind="danger">{t.problems[open.problem]}</Notice>}
      <div>
        <Button kind="primary" isBusy={open.isBusy} onClick={open.run}>
          {t.check.open}
        </Button>
      </div>
    </>
  )
}
