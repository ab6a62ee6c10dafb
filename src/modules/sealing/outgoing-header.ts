import { decodeWords } from 'postal-mime'
import { AppError } from '../../lib/errors/app-error.ts'
import { encodeUtf8, type Bytes } from '../../lib/bytes/index.ts'
import { endOfHeader, joinFields, splitFields, valueOf, type HeaderField } from '../../lib/mime/header-block.ts'

const maxHeaderBytes = 1_048_576
const maxSubjectChars = 998

/** The header of a message after the few edits that are made before sealing, and what is read from it. */
export interface OutgoingHeader {
  readonly bytes: Bytes
  /** Decoded, one line, bounded; empty when there is none. */
  readonly subject: string
}

/**
 * Blind copies must not reach the other recipients (RFC 5322 sections 3.6.3 and 3.6.6); X-Sealpost-* are instructions to
 * this server. Nothing else is touched.
 */
const isRemoved = ({ name }: HeaderField) => name === 'bcc' || name === 'resent-bcc' || name.startsWith('x-sealpost-')

function latin1ToText(value: string): string {
  const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return value
  }
}

function subjectOf(fields: readonly HeaderField[]): string {
  const field = fields.find(({ name }) => name === 'subject')
  if (field === undefined) return ''
  const text = latin1ToText(valueOf(field)).slice(0, maxSubjectChars * 4)
  return decodeWords(text)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, maxSubjectChars)
}

function editHeader(header: Uint8Array, receivedLine: string): OutgoingHeader {
  const fields = splitFields(header)
  return {
    bytes: joinFields(
      fields.filter((field) => !isRemoved(field)),
      encodeUtf8(receivedLine),
    ),
    subject: subjectOf(fields),
  }
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
 * Reads the header from the front of a message and gives it back edited, followed by the untouched rest. A message that
 * ends before an empty line is all header; one that begins with an empty line has none.
 */
export async function readOutgoingHeader(
  content: AsyncIterable<Uint8Array>,
  receivedLine: string,
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
  const header = editHeader(gathered.subarray(0, headerEnd), receivedLine)
  const first = gathered.subarray(headerEnd)
  async function* rest(): AsyncGenerator<Uint8Array> {
    if (first.length > 0) yield first
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
  }
  return { header, rest: rest() }
}
