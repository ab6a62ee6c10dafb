import { decodeUtf8 } from '../bytes/index.ts'
import { splitFields, type HeaderField } from '../mime/header-block.ts'

/** The fields of one header block by their lower-case names. */
export interface Fields {
  /**
   * The unfolded bodies of all fields with this name, in order. Bytes are read as UTF-8 (RFC 6532); a field that is not
   * UTF-8 is read as Windows-1252, so that raw 8-bit names still show something.
   */
  all(name: string): readonly string[]
}

const legacyDecoder = new TextDecoder('windows-1252')

/**
 * Reads a header block without its closing empty line; lines end with CRLF. A line that is no field is passed over and
 * does not end the block, so a second From behind it is still seen. Names count in any case, and with a space before
 * the colon (RFC 5322 section 4.5), because some readers take them so.
 */
export function readFields(block: Uint8Array): Fields {
  const fields = splitFields(block)
  return { all: (name) => fields.filter((field) => field.name === name).map(bodyOf) }
}

function bodyOf(field: HeaderField): string {
  const bytes = field.raw.subarray(field.raw.indexOf(0x3a) + 1)
  const text = decodeUtf8(bytes) ?? legacyDecoder.decode(bytes)
  return text.replace(/\r?\n(?=[ \t])/g, '').trim()
}
