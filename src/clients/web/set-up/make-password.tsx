import { Link } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../controls/copy-value.tsx'
import { Actions } from '../controls/panel.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useMakeAppPassword } from '../settings/use-make-app-password.ts'
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
  const shown = label ?? programTitle
  const make = useMakeAppPassword()
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    const chosen = shown.trim()
    if (!make.isPending) make.mutate(chosen === '' ? programTitle : chosen)
  }
  if (make.isSuccess)
    return (
      <>
        <output className={styles.made}>
          <span>{t.settings.appPasswords.readyTitle(make.data.label)}</span>
          <span className={styles.secret}>{make.data.secret}</span>
        </output>
        <p>{texts.passwordReady}</p>
        <Actions>
          <CopyButton text={make.data.secret} label={texts.passwordCopy} />
          <Button onClick={make.reset}>{texts.passwordAnother}</Button>
        </Actions>
      </>
    )
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p>{texts.passwordText}</p>
      <TextField label={texts.passwordName} value={shown} onValue={setLabel} maxLength={60} autoComplete="off" />
      <ProblemNotice error={make.error} />
      <Actions>
        <Button kind="primary" type="submit" isBusy={make.isPending}>
          {texts.passwordMake}
        </Button>
        <Link to="/settings" hash="mail-programs">
          {texts.passwordManage}
        </Link>
      </Actions>
    </form>
  )
}
