import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { initialLanguage, rememberChoice } from '../../ui/language-choice.ts'
import { german } from './de/index.ts'
import { english } from './en/index.ts'
import { createWebFormats, type Language, type WebFormats } from './formats.ts'

export type Texts = typeof english

interface LanguageChoice {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  readonly t: Texts
  readonly formats: WebFormats
}

export const languageNames: Readonly<Record<Language, string>> = { de: 'Deutsch', en: 'English' }

const texts: Readonly<Record<Language, Texts>> = { de: german, en: english }
const Context = createContext<LanguageChoice | null>(null)

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo(
    () => ({
      language,
      setLanguage: (next: Language) => {
        rememberChoice(next)
        setLanguage(next)
      },
      t: texts[language],
      formats: createWebFormats(language, 'UTC'),
    }),
    [language],
  )
  return <Context value={choice}>{children}</Context>
}

/** Shows days and moments in the zone of the organisation, which is known once somebody is signed in; UTC before. */
export function InTimeZone({ timeZone, children }: { readonly timeZone: string; readonly children: ReactNode }) {
  const choice = useLanguage()
  const value = useMemo(() => ({ ...choice, formats: createWebFormats(choice.language, timeZone) }), [choice, timeZone])
  return <Context value={value}>{children}</Context>
}

/** The texts and formats of the language in use. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(Context)
  if (choice === null) throw new Error('a view was rendered outside of its LanguageProvider')
  return choice
}
