import type { EndedAccess } from '../../../contract/identity.ts'
import { useLanguage } from '../texts/language.tsx'

/** Names the sessions and app passwords that end, or have ended, together with a password; nothing when there are none. */
export function EndedAccessNames({ title, sessions, appPasswords }: EndedAccess & { readonly title?: string }) {
  const { t } = useLanguage()
  const devices = sessions.map((device) => (device === '' ? t.settings.sessionList.unknownDevice : device))
  if (devices.length === 0 && appPasswords.length === 0) return null
  return (
    <>
      {title !== undefined && <p>{title}</p>}
      {devices.length > 0 && <p>{t.settings.endedAccess.sessions(devices.join(', '))}</p>}
      {appPasswords.length > 0 && <p>{t.settings.endedAccess.appPasswords(appPasswords.join(', '))}</p>}
    </>
  )
}
