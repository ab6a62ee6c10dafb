import { languageNames, useLanguage } from '../texts/language.tsx'
import styles from './language-switch.module.css'

/** Both languages by their own names; the one in use is marked. */
export function LanguageSwitch() {
  const { language, setLanguage, t } = useLanguage()
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">{t.app.language}</legend>
      {(['de', 'en'] as const).map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={code === language}
          className={styles.language}
          onClick={() => setLanguage(code)}
        >
          {languageNames[code]}
        </button>
      ))}
    </fieldset>
  )
}
