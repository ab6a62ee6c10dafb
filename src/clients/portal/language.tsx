import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { initialLanguage, rememberChoice } from '../ui/language-choice.ts'
import { createFormats, type Formats, type Language } from '../ui/formats.ts'
import { german } from './texts/de.ts'
import { english, type Texts } from './texts/en.ts'

interface LanguageChoice {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  readonly t: Texts
  readonly formats: Formats
}

const texts: Readonly<Record<Language, Texts>> = { de: german, en: english }
const Context = createContext<LanguageChoice | null>(null)

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choice = useMemo(() => {
    const choose = (next: Language) => {
      rememberChoice(next)
      setLanguage(next)
    }
    return { language, setLanguage: choose, t: texts[language], formats: createFormats(language, 'UTC') }
  }, [language])
  return <Context value={choice}>{children}</Context>
}

/** Shows days and moments in the zone of the organisation, which is known once the link was proved; UTC before. */
export function InTimeZone({ timeZone, children }: { readonly timeZone: string; readonly children: ReactNode }) {
  const choice = useLanguage()
  const value = useMemo(() => ({ ...choice, formats: createFormats(choice.language, timeZone) }), [choice, timeZone])
  return <Context value={value}>{children}</Context>
}

/** The texts and formats of the language in use. */
export function useLanguage(): LanguageChoice {
  const choice = useContext(Context)
  if (choice === null) throw new Error('a view was rendered outside of its LanguageProvider')
  return choice
}
