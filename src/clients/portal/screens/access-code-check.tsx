import { useRef, useState, type FormEvent } from 'react'
import type { OpenLinkView } from '../../../contract/portal.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
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
  const open = useAction((entered: string) => session.openWithAccessCode(entered))
  const submit = (submission: FormEvent) => {
    submission.preventDefault()
    setIsEmpty(code.trim() === '')
    if (code.trim() === '') return input.current?.focus()
    loadMessageScreen().catch(() => undefined)
    open.run(code)
  }
  const isWrong = open.problem === 'code-wrong'
  return (
    <form className={styles.tight} onSubmit={submit} noValidate>
      <p>{t.check.accessIntro(link.sender.name)}</p>
      <Field
        label={t.check.accessCode}
        hint={t.check.accessHint}
        value={code}
        onChange={setCode}
        error={isEmpty ? t.check.accessEmpty : isWrong ? t.problems['access-code-wrong'] : undefined}
        inputRef={input}
      />
      {open.problem !== undefined && !isWrong && <Notice kind="danger">{t.problems[open.problem]}</Notice>}
      {open.isBusy && <Progress label={t.check.stretching} />}
      <div>
        <Button kind="primary" type="submit" isBusy={open.isBusy}>
          {t.check.open}
        </Button>
      </div>
      <p className={`${styles.muted} ${styles.small}`}>{t.check.accessForgotten(link.sender.name)}</p>
    </form>
  )
}
