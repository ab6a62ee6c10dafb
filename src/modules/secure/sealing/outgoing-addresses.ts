import { editAddressList, type PieceEditor } from '../../../lib/mime-headers/index.ts'
import type { HeaderField } from '../../../lib/mime/header-block.ts'
import { isPhoneAddress, routeSuffixOf } from '../../../lib/policy/index.ts'
import type { PhoneFinder } from './hidden-phones.ts'

const names = 'from sender to cc reply-to mail-followup-to mail-reply-to'
const resentNames = 'resent-from resent-sender resent-to resent-cc resent-reply-to'
const addressFields = new Set([names, resentNames].flatMap((line) => line.split(' ')))
const routeSuffix = /\.(?:portal|attachment|direct)\.local(?![\w.-])/gi

const editorFor = (finder: PhoneFinder): PieceEditor => ({
  isRemoved: isPhoneAddress,
  isRemovedText: (text) => /[@.]\s*sms\s*\.\s*local\b/i.test(text) || finder.isIn(text),
  rewrite: (text, address) => {
    // Somebody's name or a comment tells the phone of somebody else, or their own.
    if (address !== null && finder.isIn(text)) return ` <${latin1(address.replace(routeSuffix, ''))}>`
    const wish = address === null ? null : routeSuffixOf(address)
    const bare = text.replace(routeSuffix, '')
    if (wish === null) return address === null ? bare : text
    // A suffix with spaces or comments inside is found only by reading; the name beside such an address is given up.
    return bare === text ? ` ${latin1(address?.slice(0, -`.${wish}.local`.length) ?? '')}` : bare
  },
})

/**
 * Takes `@sms.local` mailboxes and route suffixes out of a field that names people, and phones out of every field, so that
 * no reader learns a phone number and every answer goes to an address that works. Fields without either are given back as
 * they are. Null: nothing is left. A To without anybody says so, because many programs miss it otherwise (RFC 5322 section
 * 3.4).
 */
export function withoutInstructions(field: HeaderField, finder: PhoneFinder): HeaderField | null {
  const listed = addressFields.has(field.name) ? withoutListed(field, finder) : field
  const left = listed === null ? null : finder.without(listed)
  return left === null && field.name === 'to' ? nobody : left
}

const nobody: HeaderField = { name: 'to', raw: Buffer.from('To: undisclosed-recipients:;\r\n') }

function withoutListed(field: HeaderField, finder: PhoneFinder): HeaderField | null {
  const [, start = '', value = '', end = ''] = /^([^:]*:)(.*?)((?:\r?\n)?)$/s.exec(text(field.raw)) ?? []
  const edited = editAddressList(value, editorFor(finder))
  if (edited.isEmpty && field.name !== 'to') return null
  const left = edited.isEmpty ? ' undisclosed-recipients:;' : edited.value
  return left === value ? field : { name: field.name, raw: Buffer.from(`${start}${left}${end}`, 'latin1') }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const latin1 = (characters: string): string => Buffer.from(characters).toString('latin1')
