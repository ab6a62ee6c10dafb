import { createFormats, type Language } from '../ui/formats.ts'
import type { ParsedMail } from './parsed-mail.ts'

/** When a message was sent, by the reader's clock; a Date that is none as it is written; empty when there is neither. */
export const sentLine = ({ sentAt, writtenDate }: ParsedMail, language: Language): string =>
  sentAt === null ? (writtenDate ?? '') : createFormats(language).moment(sentAt)
