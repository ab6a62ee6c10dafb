import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { callApi } from '../../../contract/client.ts'
import { changePassword as changePasswordEndpoint, signInSalt, type EndedAccess } from '../../../contract/identity.ts'
import { changePassword, deriveLogin } from '../../../lib/account-keys/index.ts'
import { argon2idInWorker } from '../../keys/web-argon2id.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useSession, useSignedIn } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { PasswordField } from '../controls/password-field.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import { EndedAccessNames } from './ended-access.tsx'
import { isUsable, NewPasswordFields } from './new-password-fields.tsx'
import { appPasswordsQuery, sessionsQuery } from './queries.ts'
import styles from './settings-page.module.css'

const nothingTyped = { next: '', again: '' }

/** A new password: both are stretched here, and the identity is wrapped anew; the server learns neither. */
export function ChangePassword() {
  const { t } = useLanguage()
  const { account } = useSignedIn().view
  const form = usePasswordForm()
  const texts = t.settings.changePassword
  return (
    <form className={styles.form} onSubmit={form.submit} noValidate>
      <p className={styles.muted}>{texts.intro}</p>
      {/* Password managers look for the name that belongs to the password. */}
      <input type="text" autoComplete="username" value={account.address} readOnly hidden />
      <PasswordField
        label={texts.current}
        {...form.current}
        autoComplete="current-password"
        problem={form.currentMissing ? texts.missing : null}
      />
      <NewPasswordFields {...form.next} />
      {form.isSame && <Notice kind="danger">{texts.unchanged}</Notice>}
      <OtherAccess isRevoking={form.revokes.isChecked} />
      <CheckField label={texts.revoke} hint={texts.revokeHint} {...form.revokes} />
      <ProblemNotice error={form.error} />
      <div>
        <Button type="submit" isBusy={form.isBusy}>
          {texts.submit}
        </Button>
      </div>
      {form.isBusy && <Busy>{texts.stretching}</Busy>}
      {form.ended !== null && form.ended.sessions.length + form.ended.appPasswords.length > 0 && (
        <Notice kind="success">
          <EndedAccessNames title={t.settings.endedAccess.title} {...form.ended} />
        </Notice>
      )}
    </form>
  )
}

/** What the change ends, by name: an unknown device or program is noticed here. */
function OtherAccess({ isRevoking }: { readonly isRevoking: boolean }) {
  const { t } = useLanguage()
  const sessions = useQuery(sessionsQuery).data ?? []
  const appPasswords = useQuery(appPasswordsQuery).data ?? []
  const others = sessions.filter(({ current }) => !current).map(({ device }) => device)
  return (
    <Notice kind="info">
      <p>{isRevoking ? t.settings.changePassword.endsAll : t.settings.changePassword.endsSessions}</p>
      <EndedAccessNames
        sessions={others}
        appPasswords={isRevoking ? appPasswords.map(({ name: known }) => known) : []}
      />
    </Notice>
  )
}

function usePasswordForm() {
  const { t } = useLanguage()
  const { address } = useSignedIn().view.account
  const tell = useToast()
  const savePassword = useSavePassword(address)
  const [current, setCurrent] = useState('')
  const [typed, setTyped] = useState(nothingTyped)
  const [tried, setTried] = useState(false)
  const [revokes, setRevokes] = useState(false)
  const isSame = typed.next !== '' && typed.next === current
  const change = useMutation({
    mutationFn: () => savePassword({ current, next: typed.next, revokeAppPasswords: revokes }),
    onSuccess: () => {
      setCurrent('')
      setTyped(nothingTyped)
      setTried(false)
      setRevokes(false)
      tell(t.settings.changePassword.done)
    },
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (!change.isPending && current !== '' && !isSame && isUsable(typed)) change.mutate()
  }
  return {
    current: { value: current, onValue: setCurrent },
    next: { typed, onTyped: setTyped, showsProblems: tried },
    revokes: { isChecked: revokes, onChange: setRevokes },
    ended: change.data ?? null,
    currentMissing: tried && current === '',
    isSame: tried && isSame,
    isBusy: change.isPending,
    error: change.error,
    submit,
  }
}

interface WantedPassword {
  readonly current: string
  readonly next: string
  readonly revokeAppPasswords: boolean
}

function useSavePassword(address: string) {
  const session = useSession()
  const { accountIdentity } = useSignedIn()
  const queries = useQueryClient()
  return async (wanted: WantedPassword): Promise<EndedAccess> => {
    const { current, next, revokeAppPasswords } = wanted
    const { salt } = await callApi(signInSalt, { address })
    const login = await deriveLogin(current, salt, argon2idInWorker)
    const body = await changePassword({ login, identity: accountIdentity }, next, argon2idInWorker)
    const { ended } = await callApi(changePasswordEndpoint, { ...body, revokeAppPasswords })
    await Promise.all([
      session.refresh(),
      queries.invalidateQueries(sessionsQuery),
      queries.invalidateQueries(appPasswordsQuery),
    ])
    return ended
  }
}
