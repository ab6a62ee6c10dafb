import { english } from './wording/english.ts'
import { german } from './wording/german.ts'

/** What the encrypted files of a message are called in the mail: names that tell nothing, and that its text repeats. */
export const packageNames = (language: 'de' | 'en'): { readonly zip: string; readonly pdf: string } =>
  (language === 'de' ? german : english).gateway.fileNames
