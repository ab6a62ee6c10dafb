import type { Cell, Face } from './face.ts'
import { readCff } from './cff-file.ts'
import type { CffFile } from './cff-file.ts'
import { subsetCff } from './cff-subset.ts'
import { subsetTrueType } from './true-type-subset.ts'
import { usualCells } from './usual-letters.ts'

/** The fonts of one document: which glyphs of which face were drawn, under which character codes. */
export interface FontUse {
  readonly face: Face
  /** Name in the resources of a page, "F1". */
  readonly name: string
  /** Cells by character code; code 0 is the empty box. */
  readonly cells: readonly Cell[]
  /** Whether these are the usual letters of the face and no others, which many documents have in common. */
  readonly isUsual: boolean
  /** The code of a cell as four hexadecimal digits; that of an unusual one is given out at first use. */
  codeOf(cell: Cell): string
}

/** Counts the glyphs of one face in one document. */
export function createFontUse(face: Face, number: number): FontUse {
  const usual = usualCells(face)
  const cells: Cell[] = [face.missing(''), ...usual]
  const codes = new Map(usual.map((cell, index) => [cell, digitsOf(index + 1)]))
  return {
    face,
    name: `F${number}`,
    cells,
    get isUsual() {
      return usual.length > 0 && cells.length === 1 + usual.length
    },
    codeOf(cell) {
      const known = codes.get(cell)
      if (known !== undefined) return known
      const digits = digitsOf(cells.push(cell) - 1)
      codes.set(cell, digits)
      return digits
    },
  }
}

/** Identity-H has two bytes: beyond them only the box is left. */
const digitsOf = (code: number): string => (code > 0xffff ? 0 : code).toString(16).padStart(4, '0')

const cffs = new WeakMap<Face, CffFile>()

/** The font program of what was used; the glyph of a code stands at that place. */
export function subsetOf(use: FontUse): { readonly kind: 'cff' | 'true-type'; readonly program: Uint8Array } {
  const glyphIds = use.cells.map((cell) => cell.glyphId)
  const cff = cffOf(use.face)
  if (cff !== null) return { kind: 'cff', program: subsetCff(cff, glyphIds, use.face.facts.postScriptName) }
  return { kind: 'true-type', program: subsetTrueType(use.face.file, glyphIds) }
}

function cffOf(face: Face): CffFile | null {
  const known = cffs.get(face)
  if (known !== undefined) return known
  const table = face.file.tables.get('CFF ')
  if (table === undefined) return null
  const file = readCff(new Uint8Array(table.buffer, table.byteOffset, table.byteLength))
  cffs.set(face, file)
  return file
}
