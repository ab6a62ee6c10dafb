import type { TrueTypeFile } from './true-type-subset.ts'
import { tableOf } from './true-type-subset.ts'

/** What a font says of itself as a whole (OpenType 1.9: "head", "hhea", "OS/2", "post", "name"); in units of the font. */
export interface FontFacts {
  readonly unitsPerEm: number
  readonly box: readonly [left: number, bottom: number, right: number, top: number]
  readonly ascent: number
  readonly descent: number
  readonly capHeight: number
  /** In degrees, negative for letters that lean to the right. */
  readonly italicAngle: number
  readonly postScriptName: string
}

export function readFontFacts({ tables }: TrueTypeFile): FontFacts {
  const head = tableOf(tables, 'head')
  const hhea = tableOf(tables, 'hhea')
  const ascent = hhea.getInt16(4)
  const os2 = tables.get('OS/2')
  return {
    unitsPerEm: head.getUint16(18),
    box: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    ascent,
    descent: hhea.getInt16(6),
    capHeight: os2 !== undefined && os2.getUint16(0) >= 2 ? os2.getInt16(88) : ascent,
    italicAngle: tableOf(tables, 'post').getInt32(4) / 65_536,
    postScriptName: postScriptNameOf(tableOf(tables, 'name')),
  }
}

const postScriptName = 6
const windows = 3

function postScriptNameOf(names: DataView): string {
  const strings = names.getUint16(4)
  for (let index = 0; index < names.getUint16(2); index += 1) {
    const at = 6 + index * 12
    if (names.getUint16(at) !== windows || names.getUint16(at + 6) !== postScriptName) continue
    const start = strings + names.getUint16(at + 10)
    const units = Array.from({ length: names.getUint16(at + 8) / 2 }, (_, unit) => names.getUint16(start + unit * 2))
    return String.fromCharCode(...units)
  }
  throw new Error('the font has no name')
}
