import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { CopyButton, Values } from '../controls/copy-value.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import { ConfirmPassword } from './confirm-password.tsx'
import styles from './settings-page.module.css'
import { useMakeAppPassword, type MadeAppPassword } from './use-make-app-password.ts'

/** Makes an app password in this browser, registers it, and shows it once. */
export function NewAppPasswordForm() {
  const { t } = useLanguage()
  const { label, password, make, submit, closeReady } = useAppPasswordForm()
  return (
    <>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={t.settings.appPasswords.name}
          hint={t.settings.appPasswords.nameHint}
          value={label.value}
          onValue={label.onValue}
          maxLength={60}
          autoComplete="off"
          problem={label.isMissing ? t.settings.appPasswords.nameMissing : null}
        />
        <ConfirmPassword {...password} hint={t.settings.appPasswords.confirmHint} error={make.error} />
        <ProblemNotice error={make.error} />
        <div>
          <Button type="submit" isBusy={make.isPending}>
            {t.settings.appPasswords.make}
          </Button>
        </div>
        {make.isPending && <Busy>{t.session.stepStretch}</Busy>}
      </form>
      {make.isSuccess && <ReadyDialog made={make.data} onClose={closeReady} />}
    </>
  )
}

/** What is missing shows from the first try: the name first, then the password. */
function useAppPasswordForm() {
  const [label, setLabel] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const make = useMakeAppPassword()
  const chosen = label.trim()
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (chosen === '' || password === '' || make.isPending) return
    make.mutate({ label: chosen, password }, { onSuccess: () => setPassword('') })
  }
  const closeReady = () => {
    setLabel('')
    setTried(false)
    make.reset()
  }
  const shows = tried && !make.isSuccess
  return {
    label: { value: label, onValue: setLabel, isMissing: shows && chosen === '' },
    password: { value: password, onValue: setPassword, isMissing: shows && chosen !== '' && password === '' },
    make,
    submit,
    closeReady,
  }
}

function ReadyDialog({ made, onClose }: { readonly made: MadeAppPassword; readonly onClose: () => void }) {
  const { t } = useLanguage()
  const { account, mailProgram } = useSignedIn().view
  const texts = t.settings.appPasswords
  const { host, tlsPort, startTlsPort } = mailProgram
  return (
    <Dialog
      title={texts.readyTitle(made.label)}
      onClose={onClose}
      actions={
        <>
          <CopyButton text={made.secret} label={texts.copySecret} />
          <Button kind="primary" onClick={onClose}>
            {texts.done}
          </Button>
        </>
      }
    >
      <p>{texts.readyText}</p>
      <p className={styles.secret}>{made.secret}</p>
      <Values
        values={[
          [texts.userName, account.address],
          [texts.host, host],
          ...(tlsPort === null ? [] : [[texts.portTls, String(tlsPort)] as const]),
          ...(startTlsPort === null ? [] : [[texts.portStartTls, String(startTlsPort)] as const]),
        ]}
      />
    </Dialog>
  )
}
