import { Link, Navigate } from '@tanstack/react-router'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { Entrance } from '../frame/entrance.tsx'
import { useDeclaredTitle } from '../frame/use-declared-page.ts'
import { useSessionState } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { NewPasswordFields } from '../settings/new-password-fields.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './recovery-page.module.css'
import { useRecoveryForm } from './use-recovery-form.ts'

/** A forgotten password: address, one recovery code, the new password twice. */
export function RecoveryPage() {
  const { t } = useLanguage()
  const state = useSessionState()
  const title = useDeclaredTitle()
  if (state.kind === 'signed-in') return <Navigate to="/settings" hash="password" replace />
  if (state.kind === 'signed-out' && state.reason === 'recovered') return <Navigate to="/sign-in" replace />
  return (
    <Entrance title={title}>
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
  const form = useRecoveryForm()
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <TextField
        label={t.session.address}
        {...form.address}
        type="email"
        autoComplete="username"
        problem={form.addressMissing ? t.session.addressMissing : null}
      />
      <TextField
        label={t.recovery.code}
        hint={t.recovery.codeHint}
        {...form.code}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={80}
        problem={form.codeIsInvalid ? t.recovery.codeInvalid : null}
      />
      <NewPasswordFields {...form.password} />
      <p className={styles.muted}>{t.recovery.afterwards}</p>
      <CheckField label={t.recovery.revoke} hint={t.recovery.revokeHint} {...form.revokes} />
      <ProblemNotice error={form.error} />
      <Button kind="primary" type="submit" isBusy={form.step !== null}>
        {t.recovery.submit}
      </Button>
      {form.step !== null && <Busy>{form.step === 'code' ? t.recovery.opening : t.recovery.stretching}</Busy>}
    </form>
  )
}
