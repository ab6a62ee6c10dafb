import { decodeWords } from '../../../lib/mime-headers/index.ts'
import { AppError } from '../../../contract/errors/app-error.ts'
import { encodeUtf8, type Bytes } from '../../../lib/bytes/index.ts'
import { endOfHeader, joinFields, splitFields, valueOf, type HeaderField } from '../../../lib/mime/header-block.ts'
import {
  isAutomaticMail,
  policyErrors,
  readPasswordHeader,
  readRouteHeader,
  readSubjectTag,
  type PasswordDestinations,
  type Route,
} from '../../../lib/policy/index.ts'
import { createPhoneFinder } from './hidden-phones.ts'
import { withoutInstructions } from './outgoing-addresses.ts'
import { recipientNamesOf } from './recipient-names.ts'
import { replyToOf, type ReplyAddress } from './reply-to.ts'
import { threadOf, type MessageThread } from './thread-of.ts'

const maxHeaderBytes = 1_048_576
const maxSubjectChars = 998

/** The header of a message after the edits that are made before sealing, and what is read from it. */
export interface OutgoingHeader {
  readonly bytes: Bytes
  /** For people: decoded, one line, bounded, without a tag that wished a route; empty when there is none. */
  readonly subject: string
  /** With the tag, as it stays in the sealed original. */
  readonly writtenSubject: string
  /** What the sender wished by X-Sealpost-Route and by a tag in the subject. */
  readonly wishes: { readonly header: Route | null; readonly subject: Route | null }
  /** What X-Sealpost-Password-To names. */
  readonly password: PasswordDestinations
  readonly thread: MessageThread
  readonly replyTo: readonly ReplyAddress[]
  /** What To and Cc call their addresses, by lower-case address. */
  readonly names: Readonly<Record<string, string>>
  /** A program wrote it: nothing is sent in answer. */
  readonly isAutomatic: boolean
  readonly lacksDate: boolean
  readonly lacksMessageId: boolean
}

export interface HeaderReading {
  readonly receivedLine: string
  /** Phones of the envelope, E.164: they stand in no field. */
  readonly phones?: readonly string[]
  /** ISO 3166 code; only for the right form in the text that refuses a number. */
  readonly homeCountry?: string
}

/**
 * Blind copies must not reach the other recipients (RFC 5322 sections 3.6.3 and 3.6.6); X-Sealpost-* are instructions to
 * this server.
 */
const isRemoved = ({ name }: HeaderField) => name === 'bcc' || name === 'resent-bcc' || name.startsWith('x-sealpost-')

/** The unfolded value of a field, read as UTF-8 if it is that. */
function textOf(field: HeaderField): string {
  const value = valueOf(field)
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return value
  }
}

function subjectOf(value: string): string {
  return decodeWords(value.slice(0, maxSubjectChars * 4))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, maxSubjectChars)
}

/** Several fields, or one that wishes nothing known, are a mistake the sender should hear of; the same wish twice is not. */
function routeWishOf(values: readonly string[]): Route | null {
  const wishes = new Set(values.map(readRouteHeader))
  const [wish = null] = wishes
  if (wishes.size > 1 || wishes.has(null)) throw policyErrors.routeUnknown()
  return wish
}

type Instructions = Pick<OutgoingHeader, 'wishes' | 'password'>

const valuesIn = (fields: readonly HeaderField[]) => (name: string) =>
  fields.filter((field) => field.name === name).map((field) => textOf(field))

/** What the fields ask for that are taken out. */
function readInstructions(fields: readonly HeaderField[], homeCountry: string): Instructions {
  const values = valuesIn(fields)
  return {
    wishes: { header: routeWishOf(values('x-sealpost-route')), subject: null },
    password: readPasswordHeader(values('x-sealpost-password-to').join(','), { homeCountry }),
  }
}

/** What stays in the message, after the edits. */
function readKept(fields: readonly HeaderField[], { wishes, password }: Instructions): Omit<OutgoingHeader, 'bytes'> {
  const values = valuesIn(fields)
  const writtenSubject = subjectOf(values('subject')[0] ?? '')
  const { subject, wish } = readSubjectTag(writtenSubject)
  return {
    subject,
    writtenSubject,
    wishes: { ...wishes, subject: wish },
    password,
    thread: threadOf(values),
    replyTo: replyToOf(values('reply-to')),
    names: recipientNamesOf([...values('to'), ...values('cc')]),
    isAutomatic: isAutomaticMail(fields.map((field) => ({ name: field.name, value: textOf(field) }))),
    lacksDate: values('date').length === 0,
    lacksMessageId: values('message-id').length === 0,
  }
}

/** An empty one is as good as none, and would hide the one that is added. */
const isEmptyField = (field: HeaderField) =>
  (field.name === 'date' || field.name === 'message-id') && valueOf(field) === ''

function editHeader(header: Uint8Array, reading: HeaderReading): OutgoingHeader {
  const { receivedLine, phones = [], homeCountry = 'DE' } = reading
  const fields = splitFields(header)
  const instructions = readInstructions(fields, homeCountry)
  const finder = createPhoneFinder([...phones, ...instructions.password.phones])
  const kept = fields
    .filter((field) => !isRemoved(field) && !isEmptyField(field))
    .flatMap((field) => withoutInstructions(field, finder) ?? [])
  return { bytes: joinFields(kept, encodeUtf8(receivedLine)), ...readKept(kept, instructions) }
}

function tooLarge(): AppError {
  return new AppError(
    'invalid',
    'message.header-too-large',
    'The header of this message is larger than one megabyte; remove some of its recipients.',
    { reason: 'too-large' },
  )
}

/**
 * Reads the header from the front of a message and gives it back edited, followed by the untouched rest: without blind
 * copies, instructions to this server, phones and route suffixes, all else byte for byte. A message that ends before an
 * empty line is all header; one that begins with an empty line has none. Throws an AppError for an instruction that
 * cannot be followed; its text may hold a phone number.
 */
export async function readOutgoingHeader(
  content: AsyncIterable<Uint8Array>,
  reading: HeaderReading,
): Promise<{ header: OutgoingHeader; rest: AsyncIterable<Uint8Array> }> {
  const chunks = content[Symbol.asyncIterator]()
  let gathered: Buffer = Buffer.alloc(0)
  let end = -1
  while (end === -1) {
    const next = await chunks.next()
    if (next.done === true) break
    gathered = Buffer.concat([gathered, next.value])
    end = endOfHeader(gathered)
    if (end === -1 && gathered.length > maxHeaderBytes) throw tooLarge()
  }
  const headerEnd = end === -1 ? gathered.length : end - 2
  const header = editHeader(gathered.subarray(0, headerEnd), reading)
  const first = gathered.subarray(headerEnd)
  async function* rest(): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
  }
  return { header, rest: rest() }
}
