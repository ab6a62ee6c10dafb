import { Link, Navigate } from '@tanstack/react-router'
import { useRef, useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Entrance } from '../app/entrance.tsx'
import { GoBack } from '../app/go-back.tsx'
import { useSession, useSessionState } from '../app/use-session.ts'
import { Busy } from '../controls/busy.tsx'
import { Icon } from '../controls/icon.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { PasswordField, TextField } from '../controls/text-field.tsx'
import { useLanguage, type Texts } from '../texts/language.tsx'
import styles from './sign-in-page.module.css'
import type { SignedOutReason, SignInStep } from './web-session.ts'

/** `back` is where to go afterwards: a path of this app that the shell was asked for. */
export function SignInPage({ back }: { readonly back: string | null }) {
  const state = useSessionState()
  const { t } = useLanguage()
  if (state.kind === 'signed-in') {
    const first = state.view.recoveryCodesLeft === 0 && state.freshAuthKey !== null
    if (first) return <Navigate to="/welcome" search={back === null ? {} : { back }} replace />
    return <GoBack to={back ?? '/sent'} />
  }
  const reason = state.kind === 'signed-out' ? state.reason : 'none'
  return (
    <Entrance title={t.session.signInTitle}>
      <ReasonNotice reason={reason} />
      <SignInForm />
    </Entrance>
  )
}

function ReasonNotice({ reason }: { readonly reason: SignedOutReason }) {
  const { t } = useLanguage()
  switch (reason) {
    case 'none':
      return <p className={styles.muted}>{t.session.signInIntro}</p>
    case 'chosen':
      return <Notice kind="success">{t.session.signedOut}</Notice>
    case 'recovered':
      return <Notice kind="success">{t.session.recovered}</Notice>
    case 'idle':
      return <Notice kind="info">{t.session.endedIdle}</Notice>
    case 'ended':
      return <Notice kind="info">{t.session.endedElsewhere}</Notice>
  }
}

const stepText = (step: SignInStep, t: Texts): string =>
  ({
    salt: t.session.stepSalt,
    stretch: t.session.stepStretch,
    'sign-in': t.session.stepSignIn,
    unlock: t.session.stepUnlock,
  })[step]

function SignInForm() {
  const { t } = useLanguage()
  const session = useSession()
  const [address, setAddress] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [step, setStep] = useState<SignInStep | null>(null)
  const [error, setError] = useState<unknown>(null)
  const addressInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const addressMissing = !/^\S+@\S+$/.test(address.trim())

  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (step !== null) return
    if (addressMissing) return addressInput.current?.focus()
    if (password === '') return passwordInput.current?.focus()
    setError(null)
    try {
      await session.signIn({ address: address.trim().toLowerCase(), password }, setStep)
    } catch (caught) {
      setError(caught)
      setStep(null)
      passwordInput.current?.focus()
    }
  }
  return (
    <form className={styles.form} onSubmit={(submitted) => void submit(submitted)} noValidate>
      <ProblemNotice error={error} />
      <TextField
        label={t.session.address}
        value={address}
        onValue={setAddress}
        type="email"
        name="username"
        autoComplete="username"
        inputRef={addressInput}
        problem={tried && addressMissing ? t.session.addressMissing : null}
      />
      <PasswordField
        label={t.session.password}
        value={password}
        onValue={setPassword}
        name="password"
        autoComplete="current-password"
        inputRef={passwordInput}
        problem={tried && password === '' ? t.session.passwordMissing : null}
      />
      <div className={styles.submit}>
        <Button kind="primary" type="submit" isBusy={step !== null}>
          {t.session.signIn}
        </Button>
        {step !== null && <Busy>{stepText(step, t)}</Busy>}
      </div>
      <p className={styles.foot}>
        <Link to="/recover">{t.session.forgot}</Link>
      </p>
      <p className={styles.promise}>
        <Icon name="lock" />
        <span>{t.session.passwordStays}</span>
      </p>
    </form>
  )
}
