import { useEffect } from 'react'
import { Page } from '../frame/page.tsx'
import { Sections } from '../frame/sections.tsx'
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
  const sections = [
    { id: 'mail-programs', title: t.settings.mailPrograms, content: <AppPasswords /> },
    { id: 'password', title: t.settings.password, content: <ChangePassword /> },
    { id: 'recovery-codes', title: t.settings.recoveryCodes, content: <RecoveryCodes /> },
    { id: 'sessions', title: t.settings.sessions, content: <Sessions /> },
    { id: 'organisation', title: t.organisation.title, content: <OrganisationEntrance /> },
    { id: 'language', title: t.settings.language, content: <LanguageChoice /> },
  ]
  return (
    <Page>
      <Sections label={t.settings.title} sections={sections}>
        <div className={styles.sections}>
          {sections.map(({ id, title, content }) => (
            <Panel key={id} id={id} title={title}>
              {content}
            </Panel>
          ))}
        </div>
      </Sections>
    </Page>
  )
}

function LanguageChoice() {
  const { t } = useLanguage()
  return (
    <>
      <p className={styles.muted}>{t.settings.languageIntro}</p>
      <div>
        <LanguageSwitch />
      </div>
    </>
  )
}
