import { isolateDirection, type MessageContent, type ShownAddress } from '../../../../lib/mime/index.ts'
import type { ContentTexts } from './content-texts.ts'
import { showSentAt } from './show-sent-at.ts'

export interface HeaderRow {
  readonly label: string
  readonly value: string
}

const maxAddresses = 200

/** Labels and values in the order in which people read them; empty ones are left out. */
export function headerRows(
  message: MessageContent,
  { texts, language }: { readonly texts: ContentTexts; readonly language: 'de' | 'en' },
): readonly HeaderRow[] {
  const { sentAt, dateText } = message
  const rows = [
    { label: texts.from, value: addresses(message.from, texts) },
    { label: texts.to, value: addresses(message.to, texts) },
    { label: texts.copyTo, value: addresses(message.cc, texts) },
    { label: texts.date, value: sentAt === null ? dateText : showSentAt(sentAt, language) },
    { label: texts.subject, value: message.subject },
  ]
  return rows.filter(({ value }) => value !== '')
}

/** "Anna Weber <anna@example.org>, …" */
function addresses(list: readonly ShownAddress[], texts: ContentTexts): string {
  const shown = list.slice(0, maxAddresses).map(showAddress).join(', ')
  return list.length > maxAddresses ? `${shown} ${texts.moreAddresses(list.length - maxAddresses)}` : shown
}

function showAddress(entry: ShownAddress): string {
  if (entry.kind === 'group') return `${entry.name}: ${entry.members.map(showAddress).join(', ')};`
  const { name, address } = entry
  if (name === '' || name === address) return address
  return address === '' ? name : `${isolateDirection(name)} <${address}>`
}
