import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Busy } from '../../ui/busy.tsx'
import { CopyButton } from '../controls/copy-value.tsx'
import { Actions } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { ConfirmPassword } from '../settings/confirm-password.tsx'
import { useMakeAppPassword, type MadeAppPassword } from '../settings/use-make-app-password.ts'
import { useLanguage } from '../texts/language.tsx'
import styles from './set-up-page.module.css'

/**
 * Makes the program's password where it is needed. It stays on the page while the steps are followed, and is gone with the
 * page.
 */
export function MakePassword({ programTitle }: { readonly programTitle: string }) {
  const { t } = useLanguage()
  const texts = t.setUp
  const [label, setLabel] = useState<string | null>(null)
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const shown = label ?? programTitle
  const make = useMakeAppPassword()
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (password === '' || make.isPending) return
    const chosen = shown.trim()
    make.mutate({ label: chosen === '' ? programTitle : chosen, password }, { onSuccess: () => setPassword('') })
  }
  const again = () => {
    setTried(false)
    make.reset()
  }
  if (make.isSuccess) return <MadePassword made={make.data} onAgain={again} />
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{texts.passwordText}</p>
      <TextField label={texts.passwordName} value={shown} onValue={setLabel} maxLength={60} autoComplete="off" />
      <ConfirmPassword
        value={password}
        onValue={setPassword}
        hint={t.settings.appPasswords.confirmHint}
        isMissing={tried && password === ''}
        error={make.error}
      />
      <ProblemNotice error={make.error} />
      <Actions>
        <Button kind="primary" type="submit" isBusy={make.isPending}>
          {texts.passwordMake}
        </Button>
        <Link to="/settings" hash="mail-programs">
          {texts.passwordManage}
        </Link>
      </Actions>
      {make.isPending && <Busy>{t.session.stepStretch}</Busy>}
    </form>
  )
}

function MadePassword({ made, onAgain }: { readonly made: MadeAppPassword; readonly onAgain: () => void }) {
  const { t } = useLanguage()
  return (
    <>
      <output className={styles.made}>
        <span>{t.settings.appPasswords.readyTitle(made.label)}</span>
        <span className={styles.secret}>{made.secret}</span>
      </output>
      <p>{t.setUp.passwordReady}</p>
      <Actions>
        <CopyButton text={made.secret} label={t.setUp.passwordCopy} />
        <Button onClick={onAgain}>{t.setUp.passwordAnother}</Button>
      </Actions>
    </>
  )
}
