import { encodeHeaderText } from '../../../lib/mime-compose/header-text.ts'
import { decodeWords, withoutComments } from '../../../lib/mime-headers/index.ts'
import type { HeaderField } from '../../../lib/mime/header-block.ts'

const phoneDomain = /sms\s{0,80}\.\s{0,80}local/i
/** A phone's address: something in front of `sms.local` or a domain below it, also as a return path writes it with "=". */
const phoneAddress =
  /[\p{L}\p{N}][^@<>,;:]{0,80}[@=]\s{0,80}(?:[\p{L}\p{N}_-]{1,63}\s{0,80}\.\s{0,80}){0,8}sms\s{0,80}\.\s{0,80}local(?![\p{L}\p{N}_-])/iu
/** The same as it stands in a line, with the quotes and brackets around it. Every repetition is bounded: work is linear. */
const writtenAddress =
  /[ \t]{0,4}<?(?:"[^"\r\n]{0,80}"|[+\d][\d\s()./-]{0,80}|[^\s<>"(),;:@=]{1,80})\s{0,80}[@=]\s{0,80}(?:[\w-]{1,63}\s{0,80}\.\s{0,80}){0,8}sms\s{0,80}\.\s{0,80}local(?![\w-])>?/gi
const receivedFor = /\s{1,80}for\s{1,80}<?[^\s<>;]{1,120}@[^\s<>;]{1,120}>?(?=[\s;])/i
/** Without these the rest of the message could not be read. */
const isNeeded = (name: string) => name.startsWith('content-') || name === 'mime-version'

/** Tells fields that name a phone: the address of any phone, or the number of one of the phones that were named. */
export interface PhoneFinder {
  /** Whether a text, given as Latin-1 characters of its bytes and not yet decoded, names a phone however it is written. */
  isIn(text: string): boolean
  /** A field without the phone, every other byte as it was; null when nothing worth keeping is left. */
  without(field: HeaderField): HeaderField | null
  /** The same for a text that people read. */
  withoutIn(text: string): string
}

/** `phones` are those of this message, E.164; `@sms.local` addresses are found whatever number they hold. */
export function createPhoneFinder(phones: readonly string[]): PhoneFinder {
  const numbers = phones.map(numberPattern)
  const mentions = (text: string) =>
    (phoneDomain.test(text) && phoneAddress.test(text)) || numbers.some((number) => number.test(text))
  const isIn = (text: string) => mayName(text, phones) && readings(text).some(mentions)
  const withoutIn = (text: string) =>
    numbers.reduce((left, number) => left.replaceAll(new RegExp(number, 'g'), ''), text.replaceAll(writtenAddress, ''))
  return {
    isIn,
    withoutIn,
    without(field) {
      const raw = latin1Of(field.raw)
      if (!isIn(raw)) return field
      const edited = withoutIn(field.name === 'received' ? raw.replace(receivedFor, '') : raw)
      const isClean = !raw.includes('=?') && !isIn(edited)
      if (!isClean && field.name === 'subject') return subjectField(withoutIn(decodedOf(raw)))
      if (!isClean && !isNeeded(field.name)) return null
      return isBlank(edited) ? null : { name: field.name, raw: Buffer.from(edited, 'latin1') }
    },
  }
}

/** A cheap look before the text is decoded: encoded words and bytes beyond ASCII may hold anything. */
const mayName = (text: string, phones: readonly string[]) => phones.length > 0 || /local|=\?|[\x80-\xff]/i.test(text)

/** Digits with what people put between them; behind another digit it is another number. */
const numberPattern = (e164: string): RegExp =>
  new RegExp(`(?<!\\d)\\+?${e164.replace(/\D/g, '').split('').join('[\\s()./-]{0,4}')}(?!\\d)`)

/** The ways in which programs and people read a text: as it stands, decoded, without comments, unescaped. */
function readings(raw: string): readonly string[] {
  const decoded = decodedOf(raw)
  const plain = decoded.replaceAll('\\', '').replaceAll(/%([0-7][0-9a-f])/gi, fromHex)
  return [decoded, plain, ...(plain.includes('(') ? [withoutComments(plain) ?? ''] : [])]
}

const fromHex = (_whole: string, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))

function decodedOf(raw: string): string {
  const unfolded = raw.replace(/\r?\n(?=[ \t])/g, '')
  const text = decodeWords(Buffer.from(unfolded, 'latin1').toString('utf8'))
  return text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '')
}

/** Given the whole field, name included. */
function subjectField(decoded: string): HeaderField {
  const text = encodeHeaderText(decoded.slice(decoded.indexOf(':') + 1))
  return { name: 'subject', raw: Buffer.from(`Subject: ${text}\r\n`) }
}

const isBlank = (raw: string) => /^[^:]*:\s*$/.test(raw) || /^\s*$/.test(raw)
const latin1Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
