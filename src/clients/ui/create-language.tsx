import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Language } from './formats.ts'
import { initialLanguage, rememberChoice } from './language-choice.ts'

/** What a view gets of the language in use. */
export interface LanguageInUse<Texts, Formats> {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  readonly t: Texts
  readonly formats: Formats
}

/** The language of one client: its texts, and how it writes days and sizes in a time zone. */
export function createLanguage<Texts, Formats>(
  texts: Readonly<Record<Language, Texts>>,
  formatsOf: (language: Language, timeZone: string) => Formats,
) {
  const Context = createContext<LanguageInUse<Texts, Formats> | null>(null)

  /** Begins with the language that was chosen here before, or the browser's. */
  function LanguageProvider({ children }: { readonly children: ReactNode }) {
    const [language, setLanguage] = useState(initialLanguage)
    useEffect(() => {
      document.documentElement.lang = language
    }, [language])
    const inUse = useMemo(() => {
      const choose = (next: Language) => {
        rememberChoice(next)
        setLanguage(next)
      }
      return { language, setLanguage: choose, t: texts[language], formats: formatsOf(language, 'UTC') }
    }, [language])
    return <Context value={inUse}>{children}</Context>
  }

  /** Shows days and moments in the organisation's zone, which is known once somebody is signed in or the link was proved; UTC before. */
  function InTimeZone({ timeZone, children }: { readonly timeZone: string; readonly children: ReactNode }) {
    const inUse = useLanguage()
    const value = useMemo(() => ({ ...inUse, formats: formatsOf(inUse.language, timeZone) }), [inUse, timeZone])
    return <Context value={value}>{children}</Context>
  }

  /** The texts and formats of the language in use. */
  function useLanguage(): LanguageInUse<Texts, Formats> {
    const inUse = useContext(Context)
    if (inUse === null) throw new Error('a view was rendered outside of its LanguageProvider')
    return inUse
  }

  return { LanguageProvider, InTimeZone, useLanguage }
}
