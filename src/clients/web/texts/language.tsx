import { createLanguage } from '../../ui/create-language.tsx'
import { german } from './de/index.ts'
import { english } from './en/index.ts'
import { createWebFormats, type WebFormats } from './formats.ts'

export type Texts = typeof english

export const { LanguageProvider, InTimeZone, useLanguage } = createLanguage<Texts, WebFormats>(
  { de: german, en: english },
  createWebFormats,
)
