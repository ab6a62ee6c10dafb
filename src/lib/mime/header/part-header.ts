import { splitFields } from '../header-block.ts'
import { mimeLimits } from '../mime-limits.ts'
import { decodeText } from '../charset/decode-text.ts'
import { transferEncodingOf, type TransferEncoding } from '../transfer/transfer-encoding.ts'
import { decodeWords } from './decode-words.ts'
import { readFieldValue, type FieldValue } from './field-value.ts'

/** The facts of a part's header that decide what becomes of it (RFC 2045, RFC 2183, RFC 2392). */
export interface PartHeader {
  /** Lower case. */
  readonly mediaType: string
  readonly parameters: ReadonlyMap<string, string>
  readonly disposition: 'inline' | 'attachment' | 'none'
  /** As the sender wrote it, decoded: may be anything, or empty. */
  readonly fileName: string
  /** Without angle brackets; empty when there is none. */
  readonly contentId: string
  /** Content-Location (RFC 2557 section 4): another name that HTML may call the part by; empty when there is none. */
  readonly contentLocation: string
  readonly encoding: TransferEncoding
}

/** The fields of a header block. `all` gives unfolded values, encoded words still in them. */
export interface Header {
  all(name: string): readonly string[]
  first(name: string): string
}

/** `charset` reads fields with raw 8-bit letters that are not UTF-8. */
export function readHeader(block: Uint8Array, charset: string): Header {
  const fields = splitFields(block.subarray(0, mimeLimits.maxHeaderBytes))
  const all = (name: string): readonly string[] =>
    fields
      .filter((field) => field.name === name)
      .map(({ raw }) =>
        decodeText(raw.subarray(raw.indexOf(colon) + 1), charset)
          .replaceAll(/\r?\n(?=[ \t])/g, '')
          .trim(),
      )
  return { all, first: (name) => all(name)[0] ?? '' }
}

const colon = 0x3a
/** Type and subtype are tokens (RFC 2045 section 5.1), of which many characters are made that nobody expects: `multipart/*`. */
const mediaType = /^[^\s()<>@,;:\\"/[\]?=]+\/[^\s()<>@,;:\\"/[\]?=]+$/

export function readPartHeader(header: Header, defaultType: string): PartHeader {
  const type = readFieldValue(header.first('content-type'))
  const disposition = readFieldValue(header.first('content-disposition'))
  return {
    mediaType: mediaTypeOf(type, defaultType),
    parameters: type.parameters,
    disposition: dispositionOf(disposition.word),
    fileName: fileNameOf(disposition, type),
    contentId: idOf(header.first('content-id')),
    contentLocation: header.first('content-location').replaceAll(/\s/g, ''),
    encoding: transferEncodingOf(header.first('content-transfer-encoding')),
  }
}

/** The first that says anything. */
function fileNameOf(disposition: FieldValue, type: FieldValue): string {
  const named = [
    disposition.parameters.get('filename'),
    type.parameters.get('name'),
    disposition.parameters.get('name'),
  ]
  return named.map((name) => decodeWords(name ?? '')).find((name) => name !== '') ?? ''
}

function mediaTypeOf({ word, parameters }: FieldValue, defaultType: string): string {
  if (mediaType.test(word)) return word
  if (word === 'text' || word === 'plain' || word === 'text/') return 'text/plain'
  if (word === 'html') return 'text/html'
  if (word.startsWith('multipart') && parameters.has('boundary')) return 'multipart/mixed'
  return word === '' ? defaultType : parameters.has('name') ? 'application/octet-stream' : defaultType
}

/** An unknown disposition counts as an attachment (RFC 2183 section 2.8). */
function dispositionOf(word: string): PartHeader['disposition'] {
  if (word === '') return 'none'
  return word === 'inline' ? 'inline' : 'attachment'
}

function idOf(field: string): string {
  const inner = field.startsWith('<') ? field.slice(1) : field
  return inner.endsWith('>') ? inner.slice(0, -1) : inner
}
