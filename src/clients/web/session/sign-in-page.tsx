import { Link, Navigate, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { EndedAccess } from '../../../contract/identity.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Entrance } from '../frame/entrance.tsx'
import { useDeclaredTitle } from '../frame/use-declared-page.ts'
import { GoBack } from '../app/go-back.tsx'
import { useSessionState } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { PasswordField } from '../controls/password-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { EndedAccessNames } from '../settings/ended-access.tsx'
import { useLanguage, type Texts } from '../texts/language.tsx'
import styles from './sign-in-page.module.css'
import { useSignInForm } from './use-sign-in-form.ts'
import type { SignedOutReason, SignInStep } from './web-session.ts'

/** `back` is where to go afterwards: a path of this app that the shell was asked for. */
export function SignInPage({ back }: { readonly back: string | null }) {
  const state = useSessionState()
  const title = useDeclaredTitle()
  useCodeOfNextPages()
  if (state.kind === 'signed-in') {
    const first = state.view.recoveryCodesLeft === 0 && state.freshAuthKey !== null
    if (first) return <Navigate to="/welcome" search={back === null ? {} : { back }} replace />
    return <GoBack to={back ?? '/sent'} />
  }
  return (
    <Entrance title={title}>
      {state.kind === 'signed-out' ? <ReasonNotice {...state} /> : <ReasonNotice reason="none" />}
      <SignInForm />
    </Entrance>
  )
}

/** Fetched while people type, so that nothing is waited for once they are in. */
function useCodeOfNextPages(): void {
  const router = useRouter()
  useEffect(() => {
    for (const to of ['/sent', '/recover'] as const) void router.preloadRoute({ to })
  }, [router])
}

interface ReasonNoticeProps {
  readonly reason: SignedOutReason
  readonly ended?: EndedAccess
}

function ReasonNotice({ reason, ended }: ReasonNoticeProps) {
  const { t } = useLanguage()
  switch (reason) {
    case 'none':
      return <p className={styles.muted}>{t.session.signInIntro}</p>
    case 'chosen':
      return <Notice kind="success">{t.session.signedOut}</Notice>
    case 'recovered':
      return (
        <Notice kind="success">
          <p>{t.session.recovered}</p>
          {ended !== undefined && <EndedAccessNames title={t.settings.endedAccess.title} {...ended} />}
        </Notice>
      )
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
  const form = useSignInForm()
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <ProblemNotice error={form.error} />
      <TextField
        {...form.address}
        label={t.session.address}
        type="email"
        name="username"
        autoComplete="username"
        problem={form.addressMissing ? t.session.addressMissing : null}
      />
      <PasswordField
        {...form.password}
        label={t.session.password}
        name="password"
        autoComplete="current-password"
        problem={form.passwordMissing ? t.session.passwordMissing : null}
      />
      <div className={styles.submit}>
        <Button kind="primary" type="submit" isBusy={form.step !== null}>
          {t.session.signIn}
        </Button>
        {form.step !== null && <Busy>{stepText(form.step, t)}</Busy>}
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
