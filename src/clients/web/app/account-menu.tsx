import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { AppearanceChoice } from '../controls/appearance-choice.tsx'
import { LanguageSwitch } from '../controls/language-switch.tsx'
import { useLanguage } from '../texts/language.tsx'
import styles from './account-menu.module.css'
import { useSession, useSignedIn } from './use-session.ts'

/** Who is signed in, the language, and the way out: a panel that opens beside its button. */
export function AccountMenu() {
  const { t } = useLanguage()
  const { account } = useSignedIn().view
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const panelId = useId()
  useCloseFromOutside(place, open, () => setOpen(false))
  return (
    <div className={styles.place} ref={place}>
      <button
        type="button"
        className={styles.opener}
        aria-expanded={open}
        aria-controls={panelId}
        onClick={() => setOpen(!open)}
      >
        <span className={styles.initial} aria-hidden="true">
          <Icon name="account" />
        </span>
        <span className="visually-hidden">{t.app.account}: </span>
        <span className={styles.who}>
          <span className={styles.known}>{account.displayName}</span>
          <span className={styles.address}>{account.address}</span>
        </span>
      </button>
      <div id={panelId} className={styles.panel} hidden={!open}>
        <AccountPanel />
      </div>
    </div>
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

/** Escape, a press elsewhere and focus elsewhere close the panel; Escape gives the focus back to the button. */
function useCloseFromOutside(place: React.RefObject<HTMLElement | null>, open: boolean, close: () => void) {
  useEffect(() => {
    if (!open) return
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape') return
      close()
      place.current?.querySelector('button')?.focus()
    }
    const onElsewhere = (happened: Event) => {
      if (happened.target instanceof Node && place.current?.contains(happened.target) === false) close()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onElsewhere)
    document.addEventListener('focusin', onElsewhere)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onElsewhere)
      document.removeEventListener('focusin', onElsewhere)
    }
  })
}
