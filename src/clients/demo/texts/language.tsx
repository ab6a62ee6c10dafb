import { createLanguage } from '../../ui/create-language.tsx'
import { createFormats, type Formats } from '../../ui/formats.ts'
import { english, type Texts } from './english.ts'
import { german } from './german.ts'

export const { LanguageProvider, useLanguage } = createLanguage<Texts, Formats>(
  { de: german, en: english },
  createFormats,
)
