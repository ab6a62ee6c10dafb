import { subsetOf } from '../fonts/embedded-fonts.ts'
import type { FontUse } from '../fonts/embedded-fonts.ts'
import type { Face } from '../fonts/face.ts'
import { latin1 } from '../file/latin1.ts'
import type { Deflate } from '../file/pdf-file.ts'
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
export function packedFont(use: FontUse, deflate: Deflate): PackedFont {
  if (!use.isUsual) return packFont(use, deflate, 3)
  const known = usual.get(use.face)
  if (known !== undefined) return known
  const packed = packFont(use, deflate, 9)
  usual.set(use.face, packed)
  return packed
}

function packFont(use: FontUse, deflate: Deflate, level: 3 | 9): PackedFont {
  const { kind, program } = subsetOf(use)
  return {
    kind,
    program: deflate(program, level),
    programBytes: program.length,
    toUnicode: deflate(latin1(toUnicodeMap(use.cells)), level),
  }
}
