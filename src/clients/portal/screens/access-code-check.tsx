import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { readAttachmentPassword } from '../../../lib/attachment-password/index.ts'
import { readTyped } from '../../../lib/text/index.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useLanguage } from '../language.tsx'
import type { PortalSession } from '../session/portal-session.ts'
import { useAction } from '../use-action.ts'
import { loadMessageScreen } from './load-message-screen.ts'
import styles from './screens.module.css'

export interface AccessCodeCheckProps {
  readonly link: OpenLinkView
  readonly session: PortalSession
}

/** The check by a code that sender and recipient agreed on. It is a part of the key and never leaves this browser. */
export function AccessCodeCheck({ link, session }: AccessCodeCheckProps) {
  const { t } = useLanguage()
  const input = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [isEmpty, setIsEmpty] = useState(false)
  const open = useAction((entered: string) =>
    session.openWithAccessCode(link.asksForPassword ? readAttachmentPassword(entered) : entered),
  )
  const submit = (submission: FormEvent) => {
    submission.preventDefault()
    const hasNothing = readTyped(code) === ''
    setIsEmpty(hasNothing)
    if (hasNothing) return input.current?.focus()
    loadMessageScreen().catch(() => undefined)
    open.run(code)
  }
  const isWrong = open.problem === 'code-wrong'
  useEffect(() => void (isWrong && input.current?.focus()), [isWrong])
  const empty = link.asksForPassword ? t.check.passwordEmpty : t.check.accessEmpty
  const wrong = link.asksForPassword ? t.check.passwordWrong : t.problems['access-code-wrong']
  return (
    <form className={styles.tight} onSubmit={submit} noValidate>
      <p>{(link.asksForPassword ? t.check.passwordIntro : t.check.accessIntro)(link.sender.name)}</p>
      <TextField
        label={link.asksForPassword ? t.check.password : t.check.accessCode}
        hint={link.asksForPassword ? t.check.passwordHint : t.check.accessHint}
        value={code}
        onValue={setCode}
        isExact
        autoComplete="off"
        problem={isEmpty ? empty : isWrong ? wrong : undefined}
        inputRef={input}
      />
      {open.problem !== undefined && !isWrong && <Notice kind="danger">{t.problems[open.problem]}</Notice>}
      {open.isBusy && <Progress label={link.asksForPassword ? t.check.stretchingPassword : t.check.stretching} />}
      <div>
        <Button kind="primary" type="submit" isBusy={open.isBusy}>
          {t.check.open}
        </Button>
      </div>
      <p className={`${styles.muted} ${styles.small}`}>
        {(link.asksForPassword ? t.check.passwordMissing : t.check.accessForgotten)(link.sender.name)}
      </p>
    </form>
  )
}
