import { deflateSync } from 'node:zlib'
import { subsetOf } from '../fonts/embedded-fonts.ts'
import type { FontUse } from '../fonts/embedded-fonts.ts'
import type { Face } from '../fonts/face.ts'
import { toUnicodeMap } from './to-unicode-map.ts'

/** What a document has of one font as streams: the glyphs and the way back to text, both deflated. */
export interface PackedFont {
  readonly kind: 'cff' | 'true-type'
  readonly program: Uint8Array
  /** Of the program, before it was deflated. */
  readonly programBytes: number
  readonly toUnicode: Uint8Array
}

const usual = new WeakMap<Face, PackedFont>()

/** Cuts the glyphs out of the face; where only the usual letters were drawn, this was done before. */
export function packedFont(use: FontUse): PackedFont {
  if (!use.isUsual) return packFont(use, 3)
  const known = usual.get(use.face)
  if (known !== undefined) return known
  const packed = packFont(use, 9)
  usual.set(use.face, packed)
  return packed
}

function packFont(use: FontUse, level: number): PackedFont {
  const { kind, program } = subsetOf(use)
  return {
    kind,
    program: deflateSync(program, { level }),
    programBytes: program.length,
    toUnicode: deflateSync(Buffer.from(toUnicodeMap(use.cells), 'latin1'), { level }),
  }
}
