import { ByteSink } from './byte-sink.ts'

/** The tables of a TrueType file that a subset is cut from; read once per face. */
export interface TrueTypeFile {
  readonly tables: ReadonlyMap<string, DataView>
  readonly hasLongOffsets: boolean
  readonly metricCount: number
}

const copied = ['cvt ', 'fpgm', 'prep'] as const

/** OpenType 1.9, "Organization of an OpenType Font": the table directory. */
export function readTrueType(bytes: Uint8Array): TrueTypeFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = new Map<string, DataView>()
  for (let index = 0; index < view.getUint16(4); index += 1) {
    const entry = 12 + index * 16
    const tag = String.fromCharCode(...bytes.subarray(entry, entry + 4))
    tables.set(
      tag,
      new DataView(bytes.buffer, bytes.byteOffset + view.getUint32(entry + 8), view.getUint32(entry + 12)),
    )
  }
  const metricCount = tableOf(tables, 'hhea').getUint16(34)
  return { tables, hasLongOffsets: tableOf(tables, 'head').getInt16(50) === 1, metricCount }
}

/**
 * A font with these glyphs alone, numbered in the order given (first must be glyph 0); what composite glyphs are made
 * of is added behind. Without cmap or names: a PDF reaches its glyphs by number.
 */
export function subsetTrueType(file: TrueTypeFile, glyphIds: readonly number[]): Uint8Array {
  const order = [...glyphIds]
  const placeOf = new Map<number, number>(order.map((glyphId, place) => [glyphId, place]))
  const glyf = new ByteSink(glyphIds.length * 160)
  const offsets: number[] = []
  for (let place = 0; place < order.length; place += 1) {
    offsets.push(glyf.length)
    const outline = outlineOf(file, order[place] ?? 0)
    glyf.put(outline.length > 0 ? withNewParts(outline, order, placeOf) : outline)
    while (glyf.length % 4 !== 0) glyf.u8(0)
  }
  offsets.push(glyf.length)
  return assemble(file, order, { glyf: glyf.take(), offsets })
}

function assemble(
  file: TrueTypeFile,
  order: readonly number[],
  outlines: { glyf: Uint8Array; offsets: number[] },
): Uint8Array {
  const head = bytesOf(tableOf(file.tables, 'head'))
  new DataView(head.buffer).setInt16(50, 1)
  const hhea = bytesOf(tableOf(file.tables, 'hhea'))
  new DataView(hhea.buffer).setUint16(34, order.length)
  const maxp = bytesOf(tableOf(file.tables, 'maxp'))
  new DataView(maxp.buffer).setUint16(4, order.length)
  const hmtx = new ByteSink(order.length * 4)
  for (const glyphId of order) hmtx.u32(metricOf(file, glyphId))
  const loca = new ByteSink(outlines.offsets.length * 4)
  for (const offset of outlines.offsets) loca.u32(offset)
  const kept: [string, Uint8Array][] = []
  for (const tag of copied) {
    const found = file.tables.get(tag)
    if (found !== undefined) kept.push([tag, bytesOf(found)])
  }
  kept.push(
    ['glyf', outlines.glyf],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', hmtx.take()],
    ['loca', loca.take()],
    ['maxp', maxp],
  )
  return writeTables(kept.toSorted(([left], [right]) => (left < right ? -1 : 1)))
}

function writeTables(tables: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const power = Math.floor(Math.log2(tables.length))
  const out = new ByteSink(12 + tables.reduce((sum, [, bytes]) => sum + bytes.length + 20, 0))
  out.u32(0x00010000)
  out.u16(tables.length)
  out.u16(2 ** power * 16)
  out.u16(power)
  out.u16(tables.length * 16 - 2 ** power * 16)
  let offset = 12 + tables.length * 16
  for (const [tag, bytes] of tables) {
    out.put(Uint8Array.from(tag, (letter) => letter.charCodeAt(0)))
    out.u32(checksum(bytes))
    out.u32(offset)
    out.u32(bytes.length)
    offset += (bytes.length + 3) & ~3
  }
  for (const [, bytes] of tables) {
    out.put(bytes)
    while (out.length % 4 !== 0) out.u8(0)
  }
  return out.take()
}

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < bytes.length; index += 4) {
    const word =
      ((bytes[index] ?? 0) << 24) |
      ((bytes[index + 1] ?? 0) << 16) |
      ((bytes[index + 2] ?? 0) << 8) |
      (bytes[index + 3] ?? 0)
    sum = (sum + word) >>> 0
  }
  return sum
}

// OpenType "glyf", composite glyph description: flags and glyph numbers of the parts.
function withNewParts(outline: Uint8Array, order: number[], placeOf: Map<number, number>): Uint8Array {
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength)
  if (view.getInt16(0) >= 0) return outline
  const copy = outline.slice()
  const target = new DataView(copy.buffer)
  let at = 10
  let flags = 0
  do {
    flags = view.getUint16(at)
    const part = view.getUint16(at + 2)
    const place = placeOf.get(part) ?? order.push(part) - 1
    placeOf.set(part, place)
    target.setUint16(at + 2, place)
    at += 4 + ((flags & 0x1) === 0 ? 2 : 4)
    if ((flags & 0x8) !== 0) at += 2
    else if ((flags & 0x40) !== 0) at += 4
    else if ((flags & 0x80) !== 0) at += 8
  } while ((flags & 0x20) !== 0)
  return copy
}

function outlineOf(file: TrueTypeFile, glyphId: number): Uint8Array {
  const loca = tableOf(file.tables, 'loca')
  const glyf = tableOf(file.tables, 'glyf')
  const from = file.hasLongOffsets ? loca.getUint32(glyphId * 4) : loca.getUint16(glyphId * 2) * 2
  const to = file.hasLongOffsets ? loca.getUint32(glyphId * 4 + 4) : loca.getUint16(glyphId * 2 + 2) * 2
  return new Uint8Array(glyf.buffer, glyf.byteOffset + from, to - from)
}

/** How far the next glyph stands from this one, in units of the font. */
export function advanceOf(file: TrueTypeFile, glyphId: number): number {
  return tableOf(file.tables, 'hmtx').getUint16(Math.min(glyphId, file.metricCount - 1) * 4)
}

function metricOf(file: TrueTypeFile, glyphId: number): number {
  const hmtx = tableOf(file.tables, 'hmtx')
  if (glyphId < file.metricCount) return hmtx.getUint32(glyphId * 4)
  const advance = hmtx.getUint16((file.metricCount - 1) * 4)
  return advance * 65_536 + hmtx.getUint16(file.metricCount * 4 + (glyphId - file.metricCount) * 2)
}

/** A table that every font has. */
export function tableOf(tables: ReadonlyMap<string, DataView>, tag: string): DataView {
  const found = tables.get(tag)
  if (found === undefined) throw new Error(`the font has no ${tag} table`)
  return found
}

function bytesOf(view: DataView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice()
}
