import { useState } from 'react'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { problemOf } from '../session/problem.ts'
import type { Texts } from '../texts/en.ts'
import { useAction, type Action } from '../use-action.ts'
import { CodeForm } from './code-form.tsx'
import { NumberReported } from './number-reported.tsx'
import { RequestAgain } from './request-again.tsx'
import styles from './screens.module.css'
import { WrongNumberLink } from './wrong-number-link.tsx'

export interface CodeCheckProps {
  readonly link: OpenLinkView
  readonly session: PortalSession
}

/** `known`: the reader says that they have a code, or the server knows of one. */
type Step = 'ask' | 'known' | 'sent'

/** The check by a code that is sent on request: by SMS, or by e-mail as the last resort. */
export function CodeCheck({ link, session }: CodeCheckProps) {
  const [isTold, setIsTold] = useState(() => session.hasReportedNumber(link.maskedNumber ?? ''))
  if (isTold) return <NumberReported link={link} session={session} />
  return <CodeOnRequest link={link} session={session} onTold={() => setIsTold(true)} />
}

function CodeOnRequest({ link, session, onTold }: CodeCheckProps & { readonly onTold: () => void }) {
  const { t } = useLanguage()
  const [step, setStep] = useState<Step>(link.codePending ? 'known' : 'ask')
  const [nextAtMs, setNextAtMs] = useState(0)
  const haveCode = () => setStep('known')
  const request = useAction(async () => {
    const { nextAfterSeconds } = await session.requestCode().catch((cause: unknown) => {
      // Whoever is told to use the newest code needs the field for it.
      if (step === 'ask' && problemOf(cause) === 'too-many-codes') haveCode()
      throw cause
    })
    setNextAtMs(Date.now() + nextAfterSeconds * 1000)
    setStep('sent')
  })
  return (
    <>
      <div className={styles.tight} aria-live="polite">
        <p>{introOf(step, link, t)}</p>
      </div>
      {request.problem !== undefined && <Notice kind="danger">{t.problems[request.problem]}</Notice>}
      {step === 'ask' ? (
        <AskForCode request={request} onHaveCode={haveCode} />
      ) : (
        <>
          <CodeForm link={link} session={session} key={step} />
          <RequestAgain request={request} nextAtMs={nextAtMs} isFirst={step === 'known' && !link.codePending} />
        </>
      )}
      {link.check === 'sms' && <WrongNumberLink link={link} session={session} onTold={onTold} />}
    </>
  )
}

interface AskForCodeProps {
  readonly request: Action<[]>
  readonly onHaveCode: () => void
}

function AskForCode({ request, onHaveCode }: AskForCodeProps) {
  const { t } = useLanguage()
  return (
    <>
      <div>
        <Button kind="primary" isBusy={request.isBusy} onClick={request.run}>
          {t.check.requestCode}
        </Button>
      </div>
      <div className={styles.links}>
        <TextLink to="code" onFollow={onHaveCode}>
          {t.check.haveCode}
        </TextLink>
      </div>
      <p className={`${styles.muted} ${styles.small}`}>{t.why.noSideEffect}</p>
    </>
  )
}

function introOf(step: Step, link: OpenLinkView, t: Texts): string {
  if (step === 'known' && link.codePending) return t.check.codePending
  if (step === 'known') return t.check.haveCodeIntro
  const isSent = step === 'sent'
  if (link.check === 'email')
    return isSent ? t.check.emailSent(link.recipientAddress) : t.check.emailWillBeSent(link.recipientAddress)
  const number = (link.maskedNumber ?? '').replaceAll(' ', '\u00a0')
  return isSent ? t.check.smsSent(number) : t.check.smsWillBeSent(number)
}
