import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { PanelButton } from '../../ui/panel-button.tsx'
import { AppearanceChoice } from '../controls/appearance-choice.tsx'
import { LanguageSwitch } from '../controls/language-switch.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './account-menu.module.css'
import { useSession, useSignedIn } from '../app/use-session.ts'

/** Who is signed in, the language, the look, and the way out: a panel that opens beside its button. */
export function AccountMenu() {
  const { t } = useLanguage()
  const { account } = useSignedIn().view
  return (
    <PanelButton
      name={t.app.account}
      openerClass={styles.opener}
      opener={
        <>
          <span className={styles.initial} aria-hidden="true">
            <Icon name="account" />
          </span>
          <span className="visually-hidden">{t.app.account}: </span>
          <span className={styles.who}>
            <span className={styles.known}>{account.displayName}</span>
            <span className={styles.address}>{account.address}</span>
          </span>
        </>
      }
    >
      <AccountPanel />
    </PanelButton>
  )
}

function AccountPanel() {
  const { t } = useLanguage()
  const session = useSession()
  const { account, branding } = useSignedIn().view
  const [leaving, setLeaving] = useState(false)
  const leave = async () => {
    setLeaving(true)
    await session.signOut('chosen')
  }
  return (
    <>
      <p>
        <span className={styles.address}>{t.app.signedInAs}</span>
        <br />
        <strong>{account.displayName}</strong>
        <br />
        {account.address}
      </p>
      <LanguageSwitch />
      <AppearanceChoice />
      <Button onClick={() => void leave()} isBusy={leaving} icon={<Icon name="leave" />}>
        {t.app.signOut}
      </Button>
      <Legal terms={branding.termsUrl} privacy={branding.privacyUrl} />
    </>
  )
}

function Legal({ terms, privacy }: { readonly terms: string | null; readonly privacy: string | null }) {
  const { t } = useLanguage()
  if (terms === null && privacy === null) return null
  return (
    <p className={styles.legal}>
      {terms !== null && (
        <a href={terms} target="_blank" rel="noreferrer">
          {t.app.terms}
        </a>
      )}
      {privacy !== null && (
        <a href={privacy} target="_blank" rel="noreferrer">
          {t.app.privacy}
        </a>
      )}
    </p>
  )
}
