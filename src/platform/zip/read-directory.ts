import { zipCheckFailure } from './check-failure.ts'

/** An entry as the central directory and its local header agree on it. */
export interface FoundEntry {
  readonly name: string
  /** How the content was compressed before it was encrypted. */
  readonly method: number
  readonly bytes: number
  /** Salt, verifier, encrypted bytes and code. */
  readonly packed: Buffer
}

const narrow = 0xffff_ffff
const descriptorFlag = 0x0008

/**
 * Reads the directory of an archive in which every byte is accounted for: the entries lie one behind the other from the
 * first byte on, the directory and the end records follow, and nothing else. Written for `checkZip`, apart from the writer.
 */
export function readDirectory(archive: Buffer): readonly FoundEntry[] {
  const { count, offset, end } = findDirectory(archive)
  const found: FoundEntry[] = []
  let position = offset
  let nextLocal = 0
  for (let index = 0; index < count; index++) {
    const item = readItem(archive, position)
    if (item.localOffset !== nextLocal) throw zipCheckFailure('there is a gap before an entry')
    const local = readLocal(archive, item)
    found.push({ name: item.name, method: item.method, bytes: item.bytes, packed: local.packed })
    nextLocal = local.end
    position = item.end
  }
  if (nextLocal !== offset) throw zipCheckFailure('there is a gap before the directory')
  if (position !== end) throw zipCheckFailure('the directory has another length than it says')
  return found
}

interface Span {
  readonly count: number
  readonly offset: number
  readonly end: number
}

function findDirectory(archive: Buffer): Span {
  const tail = archive.length - 22
  expectSignature(archive, tail, 0x0605_4b50)
  if (archive.readUInt16LE(tail + 20) !== 0) throw zipCheckFailure('it has a comment')
  const count = archive.readUInt16LE(tail + 10)
  const bytes = archive.readUInt32LE(tail + 12)
  const offset = archive.readUInt32LE(tail + 16)
  if (count !== 0xffff && bytes !== narrow && offset !== narrow) return span({ count, bytes, offset }, tail)
  expectSignature(archive, tail - 20, 0x0706_4b50)
  const large = readWide(archive, tail - 12)
  expectSignature(archive, large, 0x0606_4b50)
  if (large + 56 !== tail - 20) throw zipCheckFailure('there is a gap in the end records')
  const wide = {
    count: readWide(archive, large + 32),
    bytes: readWide(archive, large + 40),
    offset: readWide(archive, large + 48),
  }
  return span(wide, large)
}

function span(directory: { count: number; bytes: number; offset: number }, end: number): Span {
  if (directory.offset + directory.bytes !== end) throw zipCheckFailure('the directory is not where it should be')
  return { count: directory.count, offset: directory.offset, end }
}

interface Item {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly bytes: number
  readonly packedBytes: number
  readonly localOffset: number
  readonly end: number
}

function readItem(archive: Buffer, position: number): Item {
  expectSignature(archive, position, 0x0201_4b50)
  const nameEnd = position + 46 + archive.readUInt16LE(position + 28)
  const extraEnd = nameEnd + archive.readUInt16LE(position + 30)
  const fields = readExtra(archive.subarray(nameEnd, extraEnd))
  const wide = new WideValues(fields.get(0x0001))
  const bytes = wide.choose(archive.readUInt32LE(position + 24))
  const packedBytes = wide.choose(archive.readUInt32LE(position + 20))
  const localOffset = wide.choose(archive.readUInt32LE(position + 42))
  const flags = archive.readUInt16LE(position + 8)
  if ((flags & 0x0801) !== 0x0801) throw zipCheckFailure('an entry is not encrypted, or its name is not UTF-8')
  if (archive.readUInt16LE(position + 10) !== 99) throw zipCheckFailure('an entry is not encrypted with AES')
  if (archive.readUInt32LE(position + 16) !== 0) throw zipCheckFailure('an entry has a checksum, which AE-2 forbids')
  const name = archive.toString('utf8', position + 46, nameEnd)
  return { name, flags, method: innerMethod(fields), bytes, packedBytes, localOffset, end: extraEnd }
}

function readLocal(archive: Buffer, item: Item): { readonly packed: Buffer; readonly end: number } {
  const start = item.localOffset
  expectSignature(archive, start, 0x0403_4b50)
  const nameEnd = start + 30 + archive.readUInt16LE(start + 26)
  const dataStart = nameEnd + archive.readUInt16LE(start + 28)
  const dataEnd = dataStart + item.packedBytes
  const fields = readExtra(archive.subarray(nameEnd, dataStart))
  const isSame =
    archive.toString('utf8', start + 30, nameEnd) === item.name &&
    archive.readUInt16LE(start + 6) === item.flags &&
    archive.readUInt16LE(start + 8) === 99 &&
    archive.readUInt32LE(start + 14) === 0 &&
    innerMethod(fields) === item.method
  if (!isSame) throw zipCheckFailure('an entry and the directory contradict each other')
  if (dataEnd > archive.length) throw zipCheckFailure('an entry ends behind the archive')
  const packed = archive.subarray(dataStart, dataEnd)
  if ((item.flags & descriptorFlag) !== 0) return { packed, end: readDescriptor(archive, item, dataEnd) }
  const wide = new WideValues(fields.get(0x0001))
  const bytes = wide.choose(archive.readUInt32LE(start + 22))
  const packedBytes = wide.choose(archive.readUInt32LE(start + 18))
  if (bytes !== item.bytes || packedBytes !== item.packedBytes) throw zipCheckFailure('sizes contradict each other')
  return { packed, end: dataEnd }
}

function readDescriptor(archive: Buffer, item: Item, position: number): number {
  expectSignature(archive, position, 0x0807_4b50)
  const isSame =
    archive.readUInt32LE(position + 4) === 0 &&
    readWide(archive, position + 8) === item.packedBytes &&
    readWide(archive, position + 16) === item.bytes
  if (!isSame) throw zipCheckFailure('an entry and its descriptor contradict each other')
  return position + 24
}

function innerMethod(fields: ReadonlyMap<number, Buffer>): number {
  const field = fields.get(0x9901)
  if (field?.length !== 7 || field.toString('latin1', 2, 4) !== 'AE') throw zipCheckFailure('an entry has no AES field')
  if (field.readUInt16LE(0) !== 2 || field[4] !== 3) throw zipCheckFailure('an entry is not AE-2 with 256 bits')
  return field.readUInt16LE(5)
}

function readExtra(extra: Buffer): ReadonlyMap<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let position = 0; position < extra.length;) {
    const end = position + 4 + extra.readUInt16LE(position + 2)
    const id = extra.readUInt16LE(position)
    if (end > extra.length || fields.has(id)) throw zipCheckFailure('the extra fields of an entry are broken')
    fields.set(id, extra.subarray(position + 4, end))
    position = end
  }
  return fields
}

/** The numbers of the zip64 field, in the order in which the header says "look there". */
class WideValues {
  readonly #field: Buffer | undefined
  #position = 0

  constructor(field: Buffer | undefined) {
    this.#field = field
  }

  choose(value: number): number {
    if (value !== narrow) return value
    if (this.#field === undefined) throw zipCheckFailure('a large number is missing')
    this.#position += 8
    return readWide(this.#field, this.#position - 8)
  }
}

function readWide(bytes: Buffer, position: number): number {
  const value = bytes.readBigUInt64LE(position)
  if (value > Number.MAX_SAFE_INTEGER) throw zipCheckFailure('a number is too large')
  return Number(value)
}

function expectSignature(archive: Buffer, position: number, signature: number): void {
  if (position < 0 || archive.readUInt32LE(position) !== signature) throw zipCheckFailure('a record is missing')
}
