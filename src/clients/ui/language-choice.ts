import type { Language } from './formats.ts'

/** The languages that are spoken here, by their own names. */
export const languageNames: Readonly<Record<Language, string>> = { de: 'Deutsch', en: 'English' }

const storageKey = 'sealpost-language'

/** The choice made earlier in this browser, else the first of its languages that is spoken here, else English. */
export function initialLanguage(): Language {
  const candidates = [readChoice(), ...navigator.languages]
  const spoken = candidates.map((tag) => tag?.slice(0, 2).toLowerCase()).find((tag) => tag === 'de' || tag === 'en')
  return spoken ?? 'en'
}

function readChoice(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** Keeps the choice for this browser's next visit. */
export function rememberChoice(language: Language): void {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // A browser that stores nothing asks again next time; the choice holds for this page.
  }
}
