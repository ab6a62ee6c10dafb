/** The records of a ZIP archive (APPNOTE 6.3.10 section 4.3), as far as this writer uses them. */
import type { CompressionMethod, WrittenEntry } from './zip-entry.ts'

const max16 = 0xffff
const max32 = 0xffff_ffff
/** Version 5.1: the first with AES (section 4.4.3.2); above the 4.5 that zip64 asks for. */
const versionNeeded = 51
/** Made on UNIX (3), by the newest version this writer knows (6.3). */
const versionMadeBy = 0x033f
const isEncrypted = 1
const followsDescriptor = 1 << 3
const isUtf8 = 1 << 11
const aesMethod = 99
const regularFile = 0o100644

export interface LocalHeader {
  readonly name: Buffer
  readonly modified: Date
  readonly method: CompressionMethod
  /** `later` is for streams: the sizes follow in a descriptor. */
  readonly sizes: { readonly packedBytes: number; readonly bytes: number } | 'later'
  readonly zip64: boolean
}

/** Section 4.3.7. */
export function localHeader(header: LocalHeader): Buffer {
  const hasDescriptor = header.sizes === 'later'
  const { packedBytes, bytes } = header.sizes === 'later' ? { packedBytes: 0, bytes: 0 } : header.sizes
  const extra = Buffer.concat([
    header.zip64 ? zip64Extra([bytes, packedBytes]) : Buffer.alloc(0),
    timeExtra(header.modified),
    aesExtra(header.method),
  ])
  const fixed = Buffer.alloc(30)
  fixed.writeUInt32LE(0x0403_4b50, 0)
  writeShared(fixed.subarray(4), { modified: header.modified, hasDescriptor })
  fixed.writeUInt32LE(header.zip64 ? max32 : packedBytes, 18)
  fixed.writeUInt32LE(header.zip64 ? max32 : bytes, 22)
  fixed.writeUInt16LE(header.name.length, 26)
  fixed.writeUInt16LE(extra.length, 28)
  return Buffer.concat([fixed, header.name, extra])
}

/** Section 4.3.9; the checksum is 0 as AE-2 wants it. With zip64 the sizes have eight bytes. */
export function dataDescriptor(packedBytes: number, bytes: number, zip64: boolean): Buffer {
  const record = Buffer.alloc(zip64 ? 24 : 16)
  record.writeUInt32LE(0x0807_4b50, 0)
  if (zip64) {
    record.writeBigUInt64LE(BigInt(packedBytes), 8)
    record.writeBigUInt64LE(BigInt(bytes), 16)
    return record
  }
  record.writeUInt32LE(packedBytes, 8)
  record.writeUInt32LE(bytes, 12)
  return record
}

/** Section 4.3.12. */
export function directoryHeader(entry: WrittenEntry, zip64: boolean): Buffer {
  const wide = (value: number) => zip64 || value >= max32
  const values = [entry.bytes, entry.packedBytes, entry.offset]
  const wideValues = values.filter(wide)
  const extra = Buffer.concat([
    wideValues.length > 0 ? zip64Extra(wideValues) : Buffer.alloc(0),
    timeExtra(entry.modified),
    aesExtra(entry.method),
  ])
  const fixed = Buffer.alloc(46)
  fixed.writeUInt32LE(0x0201_4b50, 0)
  fixed.writeUInt16LE(versionMadeBy, 4)
  writeShared(fixed.subarray(6), entry)
  fixed.writeUInt32LE(wide(entry.packedBytes) ? max32 : entry.packedBytes, 20)
  fixed.writeUInt32LE(wide(entry.bytes) ? max32 : entry.bytes, 24)
  fixed.writeUInt16LE(entry.name.length, 28)
  fixed.writeUInt16LE(extra.length, 30)
  fixed.writeUInt32LE(regularFile * 0x1_0000, 38)
  fixed.writeUInt32LE(wide(entry.offset) ? max32 : entry.offset, 42)
  return Buffer.concat([fixed, entry.name, extra])
}

export interface Directory {
  readonly entries: number
  readonly bytes: number
  readonly offset: number
  readonly zip64: boolean
}

/** Sections 4.3.14 to 4.3.16: the end of the archive, with the large records where a number does not fit otherwise. */
export function archiveEnd(directory: Directory): Buffer {
  const isLarge = directory.entries >= max16 || directory.bytes >= max32 || directory.offset >= max32
  const large = directory.zip64 || isLarge
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x0605_4b50, 0)
  const entries = large ? max16 : directory.entries
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(large ? max32 : directory.bytes, 12)
  end.writeUInt32LE(large ? max32 : directory.offset, 16)
  return large ? Buffer.concat([zip64End(directory), end]) : end
}

function zip64End(directory: Directory): Buffer {
  const record = Buffer.alloc(56 + 20)
  record.writeUInt32LE(0x0606_4b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(versionMadeBy, 12)
  record.writeUInt16LE(versionNeeded, 14)
  record.writeBigUInt64LE(BigInt(directory.entries), 24)
  record.writeBigUInt64LE(BigInt(directory.entries), 32)
  record.writeBigUInt64LE(BigInt(directory.bytes), 40)
  record.writeBigUInt64LE(BigInt(directory.offset), 48)
  const locator = record.subarray(56)
  locator.writeUInt32LE(0x0706_4b50, 0)
  locator.writeBigUInt64LE(BigInt(directory.offset + directory.bytes), 8)
  locator.writeUInt32LE(1, 16)
  return record
}

/** The ten bytes that both headers share, from "version needed" to the date; the checksum behind them stays 0. */
function writeShared(target: Buffer, entry: { readonly modified: Date; readonly hasDescriptor: boolean }): void {
  target.writeUInt16LE(versionNeeded, 0)
  target.writeUInt16LE(isEncrypted | isUtf8 | (entry.hasDescriptor ? followsDescriptor : 0), 2)
  target.writeUInt16LE(aesMethod, 4)
  const { time, date } = dosTime(entry.modified)
  target.writeUInt16LE(time, 6)
  target.writeUInt16LE(date, 8)
}

/** Section 4.4.6, in UTC; years that the form cannot say become its first or last one. */
function dosTime(moment: Date): { readonly time: number; readonly date: number } {
  const year = moment.getUTCFullYear()
  if (!(year >= 1980)) return { time: 0, date: (1 << 5) | 1 }
  if (year > 2107) return { time: (23 << 11) | (59 << 5) | 29, date: (127 << 9) | (12 << 5) | 31 }
  return {
    time: (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate(),
  }
}

/** Section 4.5.3. */
function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8)
  extra.writeUInt16LE(0x0001, 0)
  extra.writeUInt16LE(values.length * 8, 2)
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + index * 8)
  return extra
}

/** The extended timestamp of Info-ZIP (section 4.6.1 names it): seconds since 1970 in UTC, where they fit. */
function timeExtra(moment: Date): Buffer {
  const seconds = Math.floor(moment.getTime() / 1000)
  if (!(seconds >= 0 && seconds < 2 ** 31)) return Buffer.alloc(0)
  const extra = Buffer.alloc(9)
  extra.writeUInt16LE(0x5455, 0)
  extra.writeUInt16LE(5, 2)
  extra.writeUInt8(1, 4)
  extra.writeInt32LE(seconds, 5)
  return extra
}

/** WinZip AES: vendor version 2 (no checksum), "AE", 256 bits, and how the bytes were compressed before. */
function aesExtra(method: CompressionMethod): Buffer {
  const extra = Buffer.alloc(11)
  extra.writeUInt16LE(0x9901, 0)
  extra.writeUInt16LE(7, 2)
  extra.writeUInt16LE(2, 4)
  extra.write('AE', 6, 'latin1')
  extra.writeUInt8(3, 8)
  extra.writeUInt16LE(method, 9)
  return extra
}
