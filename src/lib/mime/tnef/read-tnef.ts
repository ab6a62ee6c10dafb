import { encodeUtf8 } from '../../bytes/index.ts'
import { decodeText } from '../charset/decode-text.ts'
import { mimeLimits } from '../mime-limits.ts'
import { ByteReader, DamagedTnefError } from './byte-reader.ts'
import { decompressRtf } from './decompress-rtf.ts'
import { mapiId, readMapiProperties, textOfProperty, withoutNulls, type MapiProperty } from './mapi-properties.ts'
import { readRtf, type RtfBody } from './read-rtf.ts'

export interface TnefFile {
  /** As the sender wrote it; empty when there is none. */
  readonly name: string
  readonly mediaType: string
  readonly contentId: string
  readonly bytes: Uint8Array
}

/** What a winmail.dat holds. */
export interface TnefMessage {
  readonly subject: string
  readonly html: string | null
  readonly text: string | null
  readonly files: readonly TnefFile[]
}

const signature = 0x223e9f78
/** Attributes of MS-OXTNEF section 2.1.3.3. */
const attribute = {
  subject: 0x00018004,
  body: 0x0002800c,
  codepage: 0x00069007,
  messageProperties: 0x00069003,
  attachmentStart: 0x00069002,
  attachmentTitle: 0x00018010,
  attachmentData: 0x0006800f,
  attachmentProperties: 0x00069005,
} as const

/**
 * Reads the container in which Outlook hides a message from everybody else (MS-OXTNEF). Throws `DamagedTnefError` when it
 * is not whole: half of an attachment is worse than the container itself. Everything is a view on `bytes`.
 */
export function readTnef(bytes: Uint8Array, depth = 0): TnefMessage {
  if (depth > mimeLimits.maxTnefDepth) throw new DamagedTnefError('nested too deeply')
  const reader = new ByteReader(bytes)
  if (reader.uint32() !== signature) throw new DamagedTnefError('not this format')
  reader.uint16()
  const message: OpenMessage = { codepage: 'windows-1252', subject: '', body: null, properties: [], attachments: [] }
  for (let count = 0; reader.left > 0 && count < mimeLimits.maxTnefAttributes; count += 1)
    takeAttribute(message, reader)
  return finish(message, depth)
}

/** The same for a part that says it is one: null when it is damaged or something else. */
export function openTnef(bytes: Uint8Array): TnefMessage | null {
  try {
    return readTnef(bytes)
  } catch (error) {
    if (error instanceof DamagedTnefError) return null
    throw error
  }
}

interface OpenAttachment {
  title: string
  data: Uint8Array | null
  properties: readonly MapiProperty[]
}

interface OpenMessage {
  codepage: string
  subject: string
  body: string | null
  properties: readonly MapiProperty[]
  readonly attachments: OpenAttachment[]
}

function takeAttribute(message: OpenMessage, reader: ByteReader): void {
  reader.uint8()
  const id = reader.uint32()
  const value = reader.take(reader.uint32())
  if (checksum(value) !== reader.uint16()) throw new DamagedTnefError('a checksum does not fit')
  const attachment = message.attachments.at(-1)
  switch (id) {
    case attribute.codepage:
      if (value.length >= 4) message.codepage = `windows-${new ByteReader(value).uint32()}`
      return undefined
    case attribute.subject:
      message.subject = decode(value, message.codepage)
      return undefined
    case attribute.body:
      message.body = decode(value, message.codepage)
      return undefined
    case attribute.messageProperties:
      message.properties = readMapiProperties(value)
      return undefined
    case attribute.attachmentStart:
      message.attachments.push({ title: '', data: null, properties: [] })
      return undefined
  }
  if (attachment === undefined) return undefined
  if (id === attribute.attachmentTitle) attachment.title = decode(value, message.codepage)
  if (id === attribute.attachmentData) attachment.data = value
  if (id === attribute.attachmentProperties) attachment.properties = readMapiProperties(value)
}

/** The sum of all bytes, of which 16 bits are kept (MS-OXTNEF section 2.1.3.1). */
function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) sum = (sum + byte) & 0xffff
  return sum
}

const decode = (bytes: Uint8Array, codepage: string): string => withoutNulls(decodeText(bytes, codepage))

function finish(message: OpenMessage, depth: number): TnefMessage {
  const read = (id: number): string | null =>
    textOfProperty(message.properties, id, (bytes) => decode(bytes, message.codepage))
  const rich = readRich(message.properties)
  const text = read(mapiId.body) ?? message.body
  return {
    subject: read(mapiId.subject) ?? message.subject,
    html: read(mapiId.bodyHtml) ?? (rich?.kind === 'html' ? rich.text : null),
    text: text ?? (rich?.kind === 'text' ? rich.text : null),
    files: message.attachments.flatMap((attachment) => filesOf(attachment, message.codepage, depth)),
  }
}

function readRich(properties: readonly MapiProperty[]): RtfBody | null {
  const found = properties.find(({ id }) => id === mapiId.rtfCompressed)
  return found === undefined ? null : readRtf(decompressRtf(found.value))
}

/** An interface identifier stands before the value of an object property. */
const identifierBytes = 16

function filesOf({ title, data, properties }: OpenAttachment, codepage: string, depth: number): readonly TnefFile[] {
  const read = (id: number): string => textOfProperty(properties, id, (bytes) => decode(bytes, codepage)) ?? ''
  const name = [mapiId.attachLongFileName, mapiId.attachFileName].map(read).find((text) => text !== '') ?? title
  const object = properties.find(({ id }) => id === mapiId.attachData)
  if (object?.kind === 'object') return nestedFiles(object.value, name === '' ? read(mapiId.displayName) : name, depth)
  const bytes = data ?? object?.value
  if (bytes === undefined) return []
  const mediaType = read(mapiId.attachMimeTag).toLowerCase()
  const isType = /^[\w.+-]+\/[\w.+-]+$/.test(mediaType)
  return [
    {
      name,
      mediaType: isType ? mediaType : 'application/octet-stream',
      contentId: read(mapiId.attachContentId).replaceAll(/^<|>$/g, ''),
      bytes,
    },
  ]
}

/** A message inside the message: its text becomes a file, its attachments stand among the others. */
function nestedFiles(value: Uint8Array, name: string, depth: number): readonly TnefFile[] {
  const content = value.subarray(identifierBytes)
  if (content.length < 4 || new ByteReader(content).uint32() !== signature)
    return [{ name, mediaType: 'application/octet-stream', contentId: '', bytes: content }]
  const nested = readTnef(content, depth + 1)
  const stem = nested.subject === '' ? (name === '' ? 'attached-message' : name) : nested.subject
  const [text, ending, mediaType] =
    nested.html === null ? [nested.text ?? '', 'txt', 'text/plain'] : [nested.html, 'html', 'text/html']
  return [{ name: `${stem}.${ending}`, mediaType, contentId: '', bytes: encodeUtf8(text) }, ...nested.files]
}
