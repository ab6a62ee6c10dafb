import type { Cell, Face } from './face.ts'
import { isInvisible, isSimple } from './scripts.ts'

/** Glyphs in the order they stand on the page from left to right; widths and kerning in thousandths of the size. */
export interface ShapedText {
  readonly cells: readonly Cell[]
  /** Kerning after the cell of the same index; null when there is none at all. */
  readonly kerning: readonly number[] | null
  readonly width: number
}

export interface ShapingOptions {
  readonly isRightToLeft: boolean
  readonly mirror: (character: string) => string | null
}

/**
 * Turns a piece of one word in one face into glyphs. Ordinary letters take a short path over remembered glyphs and
 * pairs; joining scripts, marks and emoji sequences go through the font's own rules. Pieces are short (a word), so the
 * cost stays linear in the text.
 */
export function shapeText(text: string, face: Face, options: ShapingOptions): ShapedText {
  return isAllSimple(text) || !isCovered(text, face)
    ? shapeSimple(text, face, options)
    : shapeByFont(text, face, options)
}

function isAllSimple(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0
    if (!isSimple(code)) return false
    if (code > 0xffff) index += 1
  }
  return true
}

// Where the font has no glyph there is nothing to join: every character becomes a box that still says what it was.
function isCovered(text: string, face: Face): boolean {
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (!isInvisible(code) && face.cell(code) === null) return false
  }
  return true
}

function shapeSimple(text: string, face: Face, options: ShapingOptions): ShapedText {
  const cells: Cell[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (isInvisible(code)) continue
    cells.push(
      options.isRightToLeft ? mirroredCell(character, face, options) : (face.cell(code) ?? face.missing(character)),
    )
  }
  if (options.isRightToLeft) cells.reverse()
  return measure(cells, options.isRightToLeft ? null : kerningOf(cells, face))
}

function mirroredCell(character: string, face: Face, options: ShapingOptions): Cell {
  const own = face.cell(character.codePointAt(0) ?? 0) ?? face.missing(character)
  const mirrored = options.mirror(character)
  const shape = mirrored === null ? null : face.cell(mirrored.codePointAt(0) ?? 0)
  return shape === null ? own : face.cluster({ ...shape, text: character })
}

// Noto kerns Latin, Greek and Cyrillic letters; digits keep their common width so that columns of numbers align.
function kerningOf(cells: readonly Cell[], face: Face): number[] | null {
  if (!face.name.startsWith('latin')) return null
  let kerning: number[] | null = null
  for (let index = 0; index + 1 < cells.length; index += 1) {
    const left = cells[index]
    const right = cells[index + 1]
    if (left === undefined || right === undefined || !mayKern(left) || !mayKern(right)) continue
    const value = face.kerning(left, right)
    if (value === 0) continue
    kerning ??= Array.from(cells, () => 0)
    kerning[index] = value
  }
  return kerning
}

function mayKern(cell: Cell): boolean {
  const code = cell.text.charCodeAt(0)
  return cell.glyphId !== 0 && code > 0x20 && code < 0x530 && !(code >= 0x30 && code <= 0x39)
}

function measure(cells: readonly Cell[], kerning: readonly number[] | null): ShapedText {
  let width = 0
  for (const cell of cells) width += cell.advance
  if (kerning !== null) for (const value of kerning) width += value
  return { cells, kerning, width }
}

function shapeByFont(text: string, face: Face, options: ShapingOptions): ShapedText {
  const cells = face.shaper.shape(text, options.isRightToLeft).map((glyph) =>
    face.cluster({
      glyphId: glyph.glyphId,
      advance: Math.round(glyph.xAdvance * face.scale),
      natural: face.naturalWidth(glyph.glyphId),
      offsetX: Math.round(glyph.xOffset * face.scale),
      offsetY: Math.round(glyph.yOffset * face.scale),
      text: glyph.text,
    }),
  )
  return measure(cells, null)
}
