import { useEffect } from 'react'
import { Page } from '../app/page.tsx'
import { LanguageSwitch } from '../controls/language-switch.tsx'
import { Panel } from '../controls/panel.tsx'
import { useLanguage } from '../texts/language.tsx'
import { AppPasswords } from './app-passwords.tsx'
import { OrganisationEntrance } from './organisation/organisation-entrance.tsx'
import { ChangePassword } from './change-password.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Sessions } from './sessions.tsx'
import styles from './settings-page.module.css'

/** What belongs to the account: mail programs, password, recovery codes, sessions, language. */
export function SettingsPage() {
  const { t } = useLanguage()
  useEffect(() => {
    document.getElementById(location.hash.slice(1))?.scrollIntoView()
  }, [])
  return (
    <Page title={t.settings.title}>
      <div className={styles.sections}>
        <Panel id="mail-programs" title={t.settings.mailPrograms}>
          <AppPasswords />
        </Panel>
        <Panel id="password" title={t.settings.password}>
          <ChangePassword />
        </Panel>
        <Panel id="recovery-codes" title={t.settings.recoveryCodes}>
          <RecoveryCodes />
        </Panel>
        <Panel id="sessions" title={t.settings.sessions}>
          <Sessions />
        </Panel>
        <Panel id="organisation" title={t.organisation.title}>
          <OrganisationEntrance />
        </Panel>
        <Panel id="language" title={t.settings.language}>
          <p className={styles.muted}>{t.settings.languageIntro}</p>
          <div>
            <LanguageSwitch />
          </div>
        </Panel>
      </div>
    </Page>
  )
}
