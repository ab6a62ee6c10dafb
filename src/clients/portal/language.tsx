import { createLanguage } from '../ui/create-language.tsx'
import { createFormats, type Formats } from '../ui/formats.ts'
import { german } from './texts/de.ts'
import { english, type Texts } from './texts/en.ts'

export const { LanguageProvider, InTimeZone, useLanguage } = createLanguage<Texts, Formats>(
  { de: german, en: english },
  createFormats,
)
