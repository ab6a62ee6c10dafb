import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import type { Language } from '../../ui/formats.ts'
import { english, type Texts } from './english.ts'
import { german } from './german.ts'

interface LanguageChoice {
  readonly language: Language
  readonly setLanguage: (language: Language) => void
  readonly t: Texts
}

const texts: Readonly<Record<Language, Texts>> = { de: german, en: english }
const Context = createContext<LanguageChoice>({ language: 'en', setLanguage: () => undefined, t: english })

/** The browser's first language that is spoken here, else English. */
function initialLanguage(): Language {
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())
  return spoken.find((tag) => tag === 'de' || tag === 'en') ?? 'en'
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage)
  const choice = useMemo(() => ({ language, setLanguage, t: texts[language] }), [language])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = choice.t.title
  }, [language, choice])
  return <Context value={choice}>{children}</Context>
}

export const useLanguage = (): LanguageChoice => useContext(Context)
