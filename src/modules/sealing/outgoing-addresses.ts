import { editAddressList, type PieceEditor } from '../../lib/mime-headers/index.ts'
import type { HeaderField } from '../../lib/mime/header-block.ts'
import { isPhoneAddress, routeSuffixOf } from '../../lib/policy/index.ts'

const addressFields = new Set(['to', 'cc', 'reply-to', 'resent-to', 'resent-cc', 'mail-followup-to', 'mail-reply-to'])
const routeSuffix = /\.(?:portal|attachment|direct)\.local(?![\w.-])/gi

const editor: PieceEditor = {
  isRemoved: isPhoneAddress,
  isRemovedText: (text) => /[@.]\s*sms\s*\.\s*local\b/i.test(text),
  rewrite: (text, address) => {
    const wish = address === null ? null : routeSuffixOf(address)
    const bare = text.replace(routeSuffix, '')
    if (wish === null) return address === null ? bare : text
    // A suffix with spaces or comments inside is found only by reading; the name beside such an address is given up.
    return bare === text ? ` ${latin1(address?.slice(0, -`.${wish}.local`.length) ?? '')}` : bare
  },
}

/**
 * Takes `@sms.local` mailboxes and route suffixes out of a field that names people, so that no reader learns a phone
 * number and every answer goes to an address that works. Other fields, and those without either, are given back as they
 * are. Null: nothing is left. A To without anybody says so, because many programs miss it otherwise (RFC 5322 section 3.4).
 */
export function withoutInstructions(field: HeaderField): HeaderField | null {
  // Without this word, or bytes that could be another spelling of it, there is nothing to find.
  if (!addressFields.has(field.name) || !/local|[\x80-\xff]/i.test(text(field.raw))) return field
  const [, start = '', value = '', end = ''] = /^([^:]*:)(.*?)((?:\r?\n)?)$/s.exec(text(field.raw)) ?? []
  const edited = editAddressList(value, editor)
  if (edited.isEmpty && field.name !== 'to') return null
  const left = edited.isEmpty ? ' undisclosed-recipients:;' : edited.value
  return left === value ? field : { name: field.name, raw: Buffer.from(`${start}${left}${end}`, 'latin1') }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const latin1 = (characters: string): string => Buffer.from(characters).toString('latin1')
