import { useLayoutEffect, useRef } from 'react'
import { ApiError } from '../../../contract/client.ts'
import { useSignedIn } from '../app/use-session.ts'
import { PasswordField } from '../controls/password-field.tsx'
import { useLanguage } from '../texts/language.tsx'

interface ConfirmPasswordProps {
  readonly value: string
  readonly onValue: (value: string) => void
  /** What the password is asked for. */
  readonly hint: string
  /** Set once somebody has tried to submit without it. */
  readonly isMissing: boolean
  /** Why the last try failed: a wrong password gets the focus back. */
  readonly error: unknown
}

/** Asks for the password of who is signed in, where a session alone is not enough. */
export function ConfirmPassword({ value, onValue, hint, isMissing, error }: ConfirmPasswordProps) {
  const { t } = useLanguage()
  const { account } = useSignedIn().view
  const input = useRef<HTMLInputElement>(null)
  const isWrong = error instanceof ApiError && error.code === 'identity.password-wrong'
  useLayoutEffect(() => {
    if (isWrong || isMissing) input.current?.focus()
  }, [isWrong, isMissing])
  return (
    <>
      {/* Password managers look for the name that belongs to the password. */}
      <input type="text" autoComplete="username" value={account.address} readOnly hidden />
      <PasswordField
        label={t.settings.confirmPassword}
        hint={hint}
        value={value}
        onValue={onValue}
        autoComplete="current-password"
        maxLength={1024}
        inputRef={input}
        problem={isMissing ? t.session.passwordMissing : null}
      />
    </>
  )
}
