import type { Shown } from '../../lib/time/index.ts'
import { Facts } from '../ui/facts.tsx'
import { Notice } from '../ui/notice.tsx'
import { eventRows } from './event-rows.ts'
import type { MailViewTexts } from './mail-view-texts.ts'
import { noticesOf } from './notices-of.ts'
import type { ParsedMail } from './parsed-mail.ts'

export interface MailNotesProps extends Shown {
  readonly mail: ParsedMail
  readonly texts: MailViewTexts
}

/** What stands above the text: what the reader should know about it, and its invitations. */
export function MailNotes({ mail, texts, ...shown }: MailNotesProps) {
  const events = mail.events.map((event) => eventRows(event, shown))
  return (
    <>
      {noticesOf(mail, texts).map((notice) => (
        <Notice key={notice} kind="warning">
          <p>{notice}</p>
        </Notice>
      ))}
      {[...new Map(events.map((rows) => [rows.flat().join('\n'), rows]))].map(([key, rows]) => (
        <Facts key={key} facts={rows.map(([name, value]) => ({ name, value: <bdi>{value}</bdi> }))} />
      ))}
    </>
  )
}
