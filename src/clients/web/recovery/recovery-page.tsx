import { Link, Navigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Entrance } from '../app/entrance.tsx'
import { useSession, useSessionState } from '../app/use-session.ts'
import { Busy } from '../controls/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../controls/text-field.tsx'
import { isUsable, NewPasswordFields } from '../settings/new-password-fields.tsx'
import { useLanguage } from '../texts/language.tsx'
import { recoverAccount, readRecoveryCode, type RecoveryStep } from './recover-account.ts'
import styles from './recovery-page.module.css'

/** A forgotten password: address, one recovery code, the new password twice. */
export function RecoveryPage() {
  const { t } = useLanguage()
  const state = useSessionState()
  if (state.kind === 'signed-in') return <Navigate to="/settings" hash="password" replace />
  if (state.kind === 'signed-out' && state.reason === 'recovered') return <Navigate to="/sign-in" replace />
  return (
    <Entrance title={t.recovery.title}>
      <p className={styles.muted}>{t.recovery.intro}</p>
      <RecoveryForm />
      <div className={styles.foot}>
        <details>
          <summary>{t.recovery.noCodes}</summary>
          <p className={styles.muted}>{t.recovery.noCodesText}</p>
        </details>
        <Link to="/sign-in">{t.recovery.toSignIn}</Link>
      </div>
    </Entrance>
  )
}

function RecoveryForm() {
  const { t } = useLanguage()
  const session = useSession()
  const [address, setAddress] = useState('')
  const [code, setCode] = useState('')
  const [typed, setTyped] = useState({ next: '', again: '' })
  const [tried, setTried] = useState(false)
  const [codeIsInvalid, setCodeIsInvalid] = useState(false)
  const [step, setStep] = useState<RecoveryStep | null>(null)
  const [error, setError] = useState<unknown>(null)
  const addressMissing = !/^\S+@\S+$/.test(address.trim())

  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (step !== null) return
    const read = await readRecoveryCode(code)
    setCodeIsInvalid(read === null)
    if (read === null || addressMissing || !isUsable(typed)) return
    setError(null)
    try {
      await recoverAccount({ address: address.trim().toLowerCase(), code: read, password: typed.next }, setStep)
      await session.end('recovered')
    } catch (caught) {
      setError(caught)
      setStep(null)
    }
  }
  return (
    <form className={styles.form} onSubmit={(submitted) => void submit(submitted)} noValidate>
      <TextField
        label={t.session.address}
        value={address}
        onValue={setAddress}
        type="email"
        autoComplete="username"
        problem={tried && addressMissing ? t.session.addressMissing : null}
      />
      <TextField
        label={t.recovery.code}
        hint={t.recovery.codeHint}
        value={code}
        onValue={setCode}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={80}
        problem={codeIsInvalid ? t.recovery.codeInvalid : null}
      />
      <NewPasswordFields typed={typed} onTyped={setTyped} showsProblems={tried} />
      <p className={styles.muted}>{t.recovery.afterwards}</p>
      <ProblemNotice error={error} />
      <Button kind="primary" type="submit" isBusy={step !== null}>
        {t.recovery.submit}
      </Button>
      {step !== null && <Busy>{step === 'code' ? t.recovery.opening : t.recovery.stretching}</Busy>}
    </form>
  )
}
