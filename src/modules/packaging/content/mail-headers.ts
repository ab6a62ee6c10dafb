import { addressParser, type Address } from 'postal-mime'
import { decodeWords } from '../../../lib/mime-headers/index.ts'
import { readMailDate, type MailDate } from '../../../lib/time/index.ts'
import type { ContentTexts } from './content-texts.ts'
import { isolateDirection } from './isolate-direction.ts'
import type { Header } from './part-header.ts'
import { showSentAt } from './show-sent-at.ts'

export interface PrintedHeaders {
  readonly subject: string
  /** Null when the Date field is missing or none by RFC 5322; it is then printed as it is written. */
  readonly sentAt: MailDate | null
  /** Labels and values in the order in which people read them; empty ones are left out. */
  readonly rows: readonly { readonly label: string; readonly value: string }[]
}

const maxAddresses = 200
const maxFieldChars = 4_000

export function readMailHeaders(
  header: Header,
  { texts, language }: { readonly texts: ContentTexts; readonly language: 'de' | 'en' },
): PrintedHeaders {
  const subject = decodeWords(header.first('subject')).slice(0, maxFieldChars)
  const sentAt = readMailDate(header.first('date'))
  const rows = [
    { label: texts.from, value: addresses(header.all('from'), texts) },
    { label: texts.to, value: addresses(header.all('to'), texts) },
    { label: texts.copyTo, value: addresses(header.all('cc'), texts) },
    {
      label: texts.date,
      value: sentAt === null ? decodeWords(header.first('date')).slice(0, 100) : showSentAt(sentAt, language),
    },
    { label: texts.subject, value: subject },
  ]
  return { subject, sentAt, rows: rows.filter(({ value }) => value !== '') }
}

/** "Anna Weber <anna@example.org>, …". What is no list of addresses is shown as it is written. */
function addresses(fields: readonly string[], texts: ContentTexts): string {
  const list = fields.flatMap((field) => addressParser(field).map(showAddress)).filter((entry) => entry !== '')
  if (list.length === 0) return decodeWords(fields.join(', ')).slice(0, maxFieldChars)
  const shown = list.slice(0, maxAddresses).join(', ')
  return list.length > maxAddresses ? `${shown} ${texts.moreAddresses(list.length - maxAddresses)}` : shown
}

function showAddress(entry: Address): string {
  const name = decodeWords(entry.name)
  if (entry.group !== undefined) return `${name}: ${entry.group.map(showAddress).join(', ')};`
  const address = decodeWords(entry.address)
  if (name === '' || name === address) return address
  return address === '' ? name : `${isolateDirection(name)} <${address}>`
}
