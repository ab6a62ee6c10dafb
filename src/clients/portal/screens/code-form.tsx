import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { readSixDigits } from '../../../lib/text/index.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import { useTextMessageCode } from '../use-text-message-code.ts'
import { loadMessageScreen } from './load-message-screen.ts'
import styles from './screens.module.css'

export interface CodeFormProps {
  readonly link: OpenLinkView
  readonly session: PortalSession
}

/** Takes the code as people type or paste it ("123 456", "١٢٣٤٥٦"), and opens the message. */
export function CodeForm({ link, session }: CodeFormProps) {
  const { t } = useLanguage()
  const input = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [isIncomplete, setIsIncomplete] = useState(false)
  const [trustsDevice, setTrustsDevice] = useState(false)
  const open = useAction((digits: string) => session.openWithCode(digits, trustsDevice))
  useEffect(() => input.current?.focus(), [])
  useTextMessageCode(link.check === 'sms', setCode)
  const submit = (submission: FormEvent) => {
    submission.preventDefault()
    const digits = readSixDigits(code)
    setIsIncomplete(digits === null)
    if (digits === null) return input.current?.focus()
    loadMessageScreen().catch(() => undefined)
    open.run(digits)
  }
  const isWrong = open.problem === 'code-wrong'
  useEffect(() => {
    if (isWrong) input.current?.select()
  }, [isWrong])
  return (
    <form className={styles.tight} onSubmit={submit} noValidate>
      <TextField
        label={t.check.code}
        hint={t.check.codeHint}
        value={code}
        onValue={setCode}
        problem={isIncomplete ? t.check.codeIncomplete : isWrong ? t.problems['code-wrong'] : undefined}
        inputRef={input}
        autoComplete="one-time-code"
        inputMode="numeric"
        isCode
      />
      {link.mayTrustDevice && <TrustField isChecked={trustsDevice} onChange={setTrustsDevice} />}
      {open.problem !== undefined && !isWrong && <Notice kind="danger">{t.problems[open.problem]}</Notice>}
      <div>
        <Button kind="primary" type="submit" isBusy={open.isBusy}>
          {t.check.open}
        </Button>
      </div>
    </form>
  )
}

interface TrustFieldProps {
  readonly isChecked: boolean
  readonly onChange: (isChecked: boolean) => void
}

function TrustField({ isChecked, onChange }: TrustFieldProps) {
  const { t } = useLanguage()
  return <CheckField label={t.check.trustDevice} hint={t.check.trustHint} isChecked={isChecked} onChange={onChange} />
}
