import { useEffect, useState } from 'react'
import { makeRecoveryCodes, type NewRecoveryCode } from '../../../lib/account-keys/index.ts'
import { Button } from '../../ui/button.tsx'
import { GoBack } from '../app/go-back.tsx'
import { Page } from '../frame/page.tsx'
import { useSession, useSignedIn } from '../app/use-session.ts'
import { Busy } from '../../ui/busy.tsx'
import { KeepCodes } from '../settings/keep-codes.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './welcome-page.module.css'

/** After the first sign-in: the recovery codes, before anything can be lost. `back` is where the account wanted to go. */
export function WelcomePage({ back }: { readonly back: string | null }) {
  const { t } = useLanguage()
  const session = useSession()
  const { freshAuthKey, accountIdentity } = useSignedIn()
  const [codes, setCodes] = useState<readonly NewRecoveryCode[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    void makeRecoveryCodes(accountIdentity).then((made) => isCurrent && setCodes(made))
    return () => {
      isCurrent = false
    }
  }, [accountIdentity])
  if (freshAuthKey === null) return <GoBack to={back ?? '/sent'} />
  const settled = async () => {
    await session.refresh()
    session.dropFreshAuthKey()
  }
  return (
    <Page intro={t.settings.codes.welcomeText}>
      <div className={styles.card}>
        {codes === null && <Busy>{t.app.working}</Busy>}
        {codes !== null && (
          <KeepCodes
            codes={codes}
            heading="h2"
            authKey={freshAuthKey}
            confirmLabel={t.settings.codes.confirm}
            onKept={settled}
          />
        )}
        <Button kind="quiet" onClick={session.dropFreshAuthKey}>
          {t.settings.codes.later}
        </Button>
      </div>
    </Page>
  )
}
