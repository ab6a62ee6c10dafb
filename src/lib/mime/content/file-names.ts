import { decodeWords } from '../header/decode-words.ts'
import { readHeader } from '../header/part-header.ts'
import { readStructure } from '../structure/read-structure.ts'

/** Extensions of the kinds that come without a name. */
const extensions: Readonly<Record<string, string>> = {
  'application/msword': 'doc',
  'application/octet-stream': 'bin',
  'application/pgp-encrypted': 'pgp-version.txt',
  'application/pgp-keys': 'asc',
  'application/pgp-signature': 'asc',
  'application/pkcs7-mime': 'p7m',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-mime': 'p7m',
  'application/x-pkcs7-signature': 'p7s',
  'application/vnd.ms-excel': 'xls',
  'image/jpeg': 'jpg',
  'image/svg+xml': 'svg',
  'image/tiff': 'tif',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'application/ics': 'ics',
  'text/calendar': 'ics',
  'text/enriched': 'txt',
  'text/richtext': 'txt',
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'text/markdown': 'md',
  'message/external-body': 'txt',
  'message/partial': 'eml',
  'message/news': 'eml',
  'message/feedback-report': 'txt',
  'text/plain': 'txt',
  'text/rfc822-headers': 'txt',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
}

/** Names that say more than "attachment". */
const stems: Readonly<Record<string, string>> = {
  'application/pgp-signature': 'signature',
  'application/pkcs7-signature': 'smime',
  'application/x-pkcs7-signature': 'smime',
  'application/pkcs7-mime': 'smime',
  'application/x-pkcs7-mime': 'smime',
  'message/delivery-status': 'delivery-status',
  'message/disposition-notification': 'read-receipt',
  'text/calendar': 'invite',
  'text/rfc822-headers': 'headers',
}

/** A name for a part that has none. */
export function fallbackName(mediaType: string): string {
  const subtype = /^(?:image|text|audio|video|application)\/(?:x-)?([a-z0-9]{2,5})$/.exec(mediaType)?.[1]
  const usual = mediaType.startsWith('text/') ? 'txt' : 'bin'
  return `${stems[mediaType] ?? 'attachment'}.${extensions[mediaType] ?? subtype ?? usual}`
}

const maxSubjectChars = 80

/** NAME.eml for a message inside the message: its own name, otherwise its subject. */
export function nestedMessageName(fileName: string, bytes: Uint8Array): string {
  if (fileName !== '') return /\.eml$/i.test(fileName) ? fileName : `${fileName}.eml`
  const header = readHeader(readStructure(bytes).headerBlock, '')
  const subject = decodeWords(header.first('subject')).slice(0, maxSubjectChars).trim()
  return subject === '' ? 'attached-message.eml' : `${subject}.eml`
}
