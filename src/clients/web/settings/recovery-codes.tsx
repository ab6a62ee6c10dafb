import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { callApi } from '../../../contract/client.ts'
import { provePassword } from '../../../contract/identity.ts'
import { makeRecoveryCodes, type NewRecoveryCode } from '../../../lib/account-keys/index.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useSession, useSignedIn } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { ProblemNotice } from '../controls/problem-notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useLanguage } from '../texts/language.tsx'
import { ConfirmPassword } from './confirm-password.tsx'
import { KeepCodes } from './keep-codes.tsx'
import { proofOfPassword } from './prove-password.ts'
import styles from './settings-page.module.css'

interface FreshCodes {
  readonly authKey: string
  readonly codes: readonly NewRecoveryCode[]
}

/** How many codes are left, and a new set after the password was entered again. */
export function RecoveryCodes() {
  const { t } = useLanguage()
  const session = useSession()
  const tell = useToast()
  const left = useSignedIn().view.recoveryCodesLeft
  const [fresh, setFresh] = useState<FreshCodes | null>(null)
  if (fresh !== null) {
    const settled = async () => {
      setFresh(null)
      tell(t.settings.codes.done)
      await session.refresh()
    }
    return <KeepCodes {...fresh} heading="h3" confirmLabel={t.settings.codes.confirmNew} onKept={settled} />
  }
  return (
    <>
      <p className={styles.muted}>{t.settings.codes.intro}</p>
      {left === 0 ? (
        <Notice kind="warning">
          <p>
            <strong>{t.settings.codes.left(left)}</strong> {t.settings.codes.none}
          </p>
        </Notice>
      ) : (
        <p>
          <strong>{t.settings.codes.left(left)}</strong>
        </p>
      )}
      <AskPassword onFresh={setFresh} />
    </>
  )
}

function AskPassword({ onFresh }: { readonly onFresh: (fresh: FreshCodes) => void }) {
  const { t } = useLanguage()
  const { view, accountIdentity } = useSignedIn()
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const make = useMutation({
    mutationFn: async () => {
      const authKey = await proofOfPassword(view.account.address, password)
      // A wrong password shows here already, before any code is printed that would not be taken.
      await callApi(provePassword, { passwordProof: authKey })
      return { authKey, codes: await makeRecoveryCodes(accountIdentity) }
    },
    onSuccess: onFresh,
  })
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    setTried(true)
    if (!make.isPending && password !== '') make.mutate()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <ConfirmPassword
        value={password}
        onValue={setPassword}
        hint={t.settings.codes.makeHint}
        isMissing={tried && password === ''}
        error={make.error}
      />
      <ProblemNotice error={make.error} />
      <div>
        <Button type="submit" isBusy={make.isPending}>
          {t.settings.codes.make}
        </Button>
      </div>
      {make.isPending && <Busy>{t.session.stepStretch}</Busy>}
    </form>
  )
}
