import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { useSignedIn } from '../app/use-session.ts'
import { CopyButton, Values } from '../controls/copy-value.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../controls/text-field.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './settings-page.module.css'
import { useMakeAppPassword, type MadeAppPassword } from './use-make-app-password.ts'

/** Makes an app password in this browser, registers it, and shows it once. */
export function NewAppPasswordForm() {
  const { t } = useLanguage()
  const [label, setLabel] = useState('')
  const [missing, setMissing] = useState(false)
  const make = useMakeAppPassword()
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    const chosen = label.trim()
    setMissing(chosen === '')
    if (chosen !== '' && !make.isPending) make.mutate(chosen)
  }
  const closeReady = () => {
    setLabel('')
    make.reset()
  }
  return (
    <>
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={t.settings.appPasswords.name}
          hint={t.settings.appPasswords.nameHint}
          value={label}
          onValue={setLabel}
          maxLength={60}
          autoComplete="off"
          problem={missing ? t.settings.appPasswords.nameMissing : null}
        />
        <ProblemNotice error={make.error} />
        <div>
          <Button type="submit" isBusy={make.isPending}>
            {t.settings.appPasswords.make}
          </Button>
        </div>
      </form>
      {make.isSuccess && <ReadyDialog made={make.data} onClose={closeReady} />}
    </>
  )
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
