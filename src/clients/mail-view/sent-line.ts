import { showInstant, type Shown } from '../../lib/time/index.ts'
import type { ParsedMail } from './parsed-mail.ts'

/** When a message was sent, in the organisation's zone; a Date that is none as it is written; empty without either. */
export const sentLine = ({ sentAt, writtenDate }: ParsedMail, shown: Shown): string =>
  sentAt === null ? (writtenDate ?? '') : showInstant(new Date(sentAt), 'moment', shown)
