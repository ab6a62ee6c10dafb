import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { callApi } from '../../../contract/client.ts'
import { changePassword as changePasswordEndpoint, signInSalt } from '../../../contract/identity.ts'
import { changePassword, deriveLogin } from '../../../lib/account-keys/index.ts'
import { argon2idInWorker } from '../../keys/web-argon2id.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useSession, useSignedIn } from '../app/use-session.ts'
import { Busy } from '../controls/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { PasswordField } from '../controls/text-field.tsx'
import { useToast } from '../controls/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import { isUsable, NewPasswordFields } from './new-password-fields.tsx'
import styles from './settings-page.module.css'

const nothingTyped = { next: '', again: '' }

/** A new password: both are stretched here, and the identity is wrapped anew; the server learns neither. */
export function ChangePassword() {
  const { t } = useLanguage()
  const session = useSession()
  const { view, accountIdentity } = useSignedIn()
  const tell = useToast()
  const [current, setCurrent] = useState('')
  const [typed, setTyped] = useState(nothingTyped)
  const [tried, setTried] = useState(false)
  const texts = t.settings.changePassword
  const isSame = typed.next !== '' && typed.next === current

  const change = useMutation({
    mutationFn: async () => {
      const { salt } = await callApi(signInSalt, { address: view.account.address })
      const login = await deriveLogin(current, salt, argon2idInWorker)
      const body = await changePassword({ login, identity: accountIdentity }, typed.next, argon2idInWorker)
      await callApi(changePasswordEndpoint, body)
      await session.refresh()
    },
    onSuccess: () => {
      setCurrent('')
      setTyped(nothingTyped)
      setTried(false)
      tell(texts.done)
    },
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (!change.isPending && current !== '' && !isSame && isUsable(typed)) change.mutate()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <p className={styles.muted}>{texts.intro}</p>
      {/* Password managers look for the name that belongs to the password. */}
      <input type="text" autoComplete="username" value={view.account.address} readOnly hidden />
      <PasswordField
        label={texts.current}
        value={current}
        onValue={setCurrent}
        autoComplete="current-password"
        problem={tried && current === '' ? texts.missing : null}
      />
      <NewPasswordFields typed={typed} onTyped={setTyped} showsProblems={tried} />
      {tried && isSame && <Notice kind="danger">{texts.unchanged}</Notice>}
      <Notice kind="info">{texts.consequences}</Notice>
      <ProblemNotice error={change.error} />
      <div>
        <Button type="submit" isBusy={change.isPending}>
          {texts.submit}
        </Button>
      </div>
      {change.isPending && <Busy>{texts.stretching}</Busy>}
    </form>
  )
}
