import { mimeLimits } from '../mime-limits.ts'
import { ByteReader, DamagedTnefError } from './byte-reader.ts'

/** A property that may matter here: a text or bytes. Numbers, times and lists are passed over. */
export interface MapiProperty {
  readonly id: number
  readonly kind: 'text' | 'unicode' | 'binary' | 'object'
  readonly value: Uint8Array
}

/** Identifiers of MS-OXPROPS, for what is taken out of a message and of an attachment. */
export const mapiId = {
  subject: 0x0037,
  body: 0x1000,
  rtfCompressed: 0x1009,
  bodyHtml: 0x1013,
  displayName: 0x3001,
  attachData: 0x3701,
  attachFileName: 0x3704,
  attachLongFileName: 0x3707,
  attachMimeTag: 0x370e,
  attachContentId: 0x3712,
} as const

const multiple = 0x1000
const firstNamed = 0x8000

/** Bytes of the values that have a fixed size, with what fills them up (MS-OXTNEF section 2.1.3.5). */
const fixedBytes: ReadonlyMap<number, number> = new Map([
  [0x02, 4],
  [0x03, 4],
  [0x04, 4],
  [0x05, 8],
  [0x06, 8],
  [0x07, 8],
  [0x0a, 4],
  [0x0b, 4],
  [0x14, 8],
  [0x40, 8],
  [0x48, 16],
])
const variableKinds: ReadonlyMap<number, MapiProperty['kind']> = new Map([
  [0x1e, 'text'],
  [0x1f, 'unicode'],
  [0x102, 'binary'],
  [0x0d, 'object'],
])

/** The properties of one list (MS-OXTNEF section 2.1.3.4). Throws `DamagedTnefError`. */
export function readMapiProperties(bytes: Uint8Array): readonly MapiProperty[] {
  const reader = new ByteReader(bytes)
  const count = reader.uint32()
  if (count > mimeLimits.maxTnefProperties) throw new DamagedTnefError('too many properties')
  const properties: MapiProperty[] = []
  for (let index = 0; index < count; index += 1) properties.push(...readProperty(reader))
  return properties
}

function readProperty(reader: ByteReader): readonly MapiProperty[] {
  const type = reader.uint16()
  const id = reader.uint16()
  if (id >= firstNamed) skipName(reader)
  const isMultiple = (type & multiple) !== 0
  const single = type & ~multiple
  const fixed = fixedBytes.get(single)
  if (fixed !== undefined) {
    for (let left = isMultiple ? countOf(reader) : 1; left > 0; left -= 1) reader.take(fixed)
    return []
  }
  const kind = variableKinds.get(single)
  if (kind === undefined) throw new DamagedTnefError('an unknown kind of property')
  const values = Array.from({ length: countOf(reader) }, () => reader.takePadded(reader.uint32()))
  const [value] = values
  return isMultiple || value === undefined ? [] : [{ id, kind, value }]
}

function countOf(reader: ByteReader): number {
  const count = reader.uint32()
  if (count > mimeLimits.maxTnefValues || count > reader.left) throw new DamagedTnefError('too many values')
  return count
}

function skipName(reader: ByteReader): void {
  reader.take(16)
  const isText = reader.uint32() === 1
  const number = reader.uint32()
  if (isText) reader.takePadded(number)
}

/** Text without the zeros that end it. */
export function withoutNulls(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === '\0') end -= 1
  return text.slice(0, end)
}

/** The text of a property, in the given charset unless it is Unicode; null when there is none. */
export function textOfProperty(
  properties: readonly MapiProperty[],
  id: number,
  decode: (bytes: Uint8Array) => string,
): string | null {
  const found = properties.find((property) => property.id === id)
  if (found === undefined) return null
  const text = found.kind === 'unicode' ? new TextDecoder('utf-16le').decode(found.value) : decode(found.value)
  return withoutNulls(text)
}
