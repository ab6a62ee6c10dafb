import { ByteSink } from './byte-sink.ts'
import type { CffFile, CffPrivate } from './cff-file.ts'
import { flattenCharString } from './flatten-char-string.ts'

/**
 * A CID-keyed CFF font with these glyphs alone, CIDs numbered in the order given (first must be glyph 0). A glyph may
 * stand in it twice. Adobe Technical Note 5176.
 */
export function subsetCff(file: CffFile, glyphIds: readonly number[], name: string): Uint8Array {
  const fontDicts: number[] = []
  const select = new ByteSink(glyphIds.length + 1)
  select.u8(0)
  const programs = glyphIds.map((glyphId) => {
    const fontDict = file.fontDictOf(glyphId)
    if (!fontDicts.includes(fontDict)) fontDicts.push(fontDict)
    select.u8(fontDicts.indexOf(fontDict))
    const local = privateOf(file, fontDict).subroutines
    return flattenCharString(file.charStrings.at(glyphId), { local, global: file.globalSubroutines })
  })
  const privates = fontDicts.map((fontDict) => withoutSubroutines(privateOf(file, fontDict)))
  return assemble(file, { name, programs, privates, select: select.take() })
}

interface Parts {
  readonly name: string
  readonly programs: readonly Uint8Array[]
  readonly privates: readonly Uint8Array[]
  readonly select: Uint8Array
}

// The top DICT has a fixed length (every offset takes five bytes), so one pass finds all positions.
function assemble(file: CffFile, parts: Parts): Uint8Array {
  const head = [Uint8Array.of(1, 0, 4, 4), index([ascii(parts.name)])]
  const tail = [index([ascii('Adobe'), ascii('Identity')]), index([])]
  const charset = charsetOf(parts.programs.length)
  const charStrings = index(parts.programs)
  const topLength = index([topDict(file, { count: 0, charset: 0, select: 0, charStrings: 0, fontDicts: 0 })]).length
  const start = length(head) + topLength + length(tail)
  const places = {
    count: parts.programs.length,
    charset: start,
    select: start + charset.length,
    charStrings: start + charset.length + parts.select.length,
    fontDicts: start + charset.length + parts.select.length + charStrings.length,
  }
  const firstPrivate = places.fontDicts + index(parts.privates.map(() => writeFontDict(0, 0))).length
  let at = firstPrivate
  const dicts = parts.privates.map((bytes) => {
    const dict = writeFontDict(bytes.length, at)
    at += bytes.length
    return dict
  })
  return join([
    ...head,
    index([topDict(file, places)]),
    ...tail,
    charset,
    parts.select,
    charStrings,
    index(dicts),
    ...parts.privates,
  ])
}

interface Places {
  readonly count: number
  readonly charset: number
  readonly select: number
  readonly charStrings: number
  readonly fontDicts: number
}

function topDict(file: CffFile, places: Places): Uint8Array {
  const out = new ByteSink(96)
  for (const sid of [391, 392, 0]) integer(out, sid)
  escape(out, 30)
  for (const side of file.fontBox) integer(out, side)
  out.u8(5)
  integer(out, places.count)
  escape(out, 34)
  integer(out, places.charset)
  out.u8(15)
  integer(out, places.charStrings)
  out.u8(17)
  integer(out, places.fontDicts)
  escape(out, 36)
  integer(out, places.select)
  escape(out, 37)
  return out.take()
}

function writeFontDict(size: number, offset: number): Uint8Array {
  const out = new ByteSink(16)
  integer(out, size)
  integer(out, offset)
  out.u8(18)
  return out.take()
}

function withoutSubroutines(from: CffPrivate): Uint8Array {
  return join([...from.dict].filter(([operator]) => operator !== 19).map(([, entry]) => entry.raw))
}

// Format 2, one range: CID 1 to the last; CID 0 is implied (section 13).
function charsetOf(count: number): Uint8Array {
  const out = new ByteSink(8)
  out.u8(2)
  if (count > 1) {
    out.u16(1)
    out.u16(count - 2)
  }
  return out.take()
}

function index(items: readonly Uint8Array[]): Uint8Array {
  const out = new ByteSink(length(items) + items.length * 4 + 8)
  out.u16(items.length)
  if (items.length === 0) return out.take()
  out.u8(4)
  let at = 1
  for (const item of items) {
    out.u32(at)
    at += item.length
  }
  out.u32(at)
  for (const item of items) out.put(item)
  return out.take()
}

function integer(out: ByteSink, value: number): void {
  out.u8(29)
  out.u32(value)
}

function escape(out: ByteSink, code: number): void {
  out.u8(12)
  out.u8(code)
}

function privateOf(file: CffFile, fontDict: number): CffPrivate {
  const found = file.privates[fontDict]
  if (found === undefined) throw new Error('a glyph belongs to no font dictionary')
  return found
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

function length(items: readonly Uint8Array[]): number {
  return items.reduce((sum, item) => sum + item.length, 0)
}

function join(items: readonly Uint8Array[]): Uint8Array {
  const out = new ByteSink(length(items))
  for (const item of items) out.put(item)
  return out.take()
}
