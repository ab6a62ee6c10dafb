import { decodeWords } from '../../../lib/mime-headers/index.ts'
import { splitFields } from '../../../lib/mime/header-block.ts'
import { contentLimits } from './content-limits.ts'
import { decodeText } from './decode-text.ts'
import { transferEncodingOf, type TransferEncoding } from './decode-transfer.ts'
import { readFieldValue } from './field-value.ts'

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
  readonly encoding: TransferEncoding
}

/** The fields of a header block. `all` gives unfolded values, encoded words still in them. */
export interface Header {
  all(name: string): readonly string[]
  first(name: string): string
}

/** `charset` reads fields with raw 8-bit letters that are not UTF-8. */
export function readHeader(block: Uint8Array, charset: string): Header {
  const fields = splitFields(block.subarray(0, contentLimits.maxHeaderBytes))
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

export function readPartHeader(header: Header, defaultType: string): PartHeader {
  const type = readFieldValue(header.first('content-type'))
  const disposition = readFieldValue(header.first('content-disposition'))
  const isType = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/.test(type.word)
  return {
    mediaType: isType ? type.word : type.word === 'text' ? 'text/plain' : defaultType,
    parameters: type.parameters,
    disposition: dispositionOf(disposition.word),
    fileName: decodeWords(disposition.parameters.get('filename') ?? type.parameters.get('name') ?? ''),
    contentId: header.first('content-id').replaceAll(/^\s*<|>\s*$/g, ''),
    encoding: transferEncodingOf(header.first('content-transfer-encoding')),
  }
}

/** An unknown disposition counts as an attachment (RFC 2183 section 2.8). */
function dispositionOf(word: string): PartHeader['disposition'] {
  if (word === '') return 'none'
  return word === 'inline' ? 'inline' : 'attachment'
}
