import type { Cell, Face } from './face.ts'

const basicLatin = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCodePoint(0x20 + index)).join('')
/** With what German letters need beyond ASCII, and the neighbours' letters that names have: 8 kB compressed per face. */
const usual = Array.from(
  `${basicLatin}ÄÖÜäöüßàâáçèéêëíîñóôøåæ€§°©•·–—„“”‚‘’»«…\u00a0`,
  (letter) => letter.codePointAt(0) ?? 0,
)

/**
 * The cells that every document gets of a Latin face, in the same order, so that the font is cut and compressed once and
 * not for each document; none of other faces.
 */
export function usualCells(face: Face): readonly Cell[] {
  return face.name.startsWith('latin') ? usual.flatMap((codePoint) => face.cell(codePoint) ?? []) : []
}
