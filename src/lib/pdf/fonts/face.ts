import { readCharacterMap } from './character-map.ts'
import type { CharacterMap } from './character-map.ts'
import { readFontFacts } from './font-facts.ts'
import type { FontFacts } from './font-facts.ts'
import { Shaper } from './shaper.ts'
import { advanceOf, readTrueType, tableOf } from './true-type-subset.ts'
import type { TrueTypeFile } from './true-type-subset.ts'

/** One glyph as it stands on the page: advance and offsets in thousandths of the size, and the text it stands for. */
export interface Cell {
  readonly glyphId: number
  readonly advance: number
  /** What the font itself gives the glyph; shaping may say otherwise. */
  readonly natural: number
  readonly offsetX: number
  readonly offsetY: number
  readonly text: string
}

// Shaped clusters of foreign scripts are remembered up to this many per face, then forgotten together.
const maxRemembered = 20_000

/** A font, read once. What it remembers is glyphs and pairs of glyphs, never words of a message. */
export class Face {
  readonly name: string
  readonly file: TrueTypeFile
  readonly facts: FontFacts
  readonly scale: number
  readonly #bytes: Uint8Array
  readonly #glyphOf: CharacterMap
  readonly #cells = new Map<number, Cell | null>()
  readonly #clusters = new Map<string, Cell>()
  readonly #kerning = new Map<number, number>()
  #shaper: Shaper | null = null

  constructor(name: string, bytes: Uint8Array) {
    this.name = name
    this.#bytes = bytes
    this.file = readTrueType(bytes)
    this.facts = readFontFacts(this.file)
    this.scale = 1000 / this.facts.unitsPerEm
    this.#glyphOf = readCharacterMap(tableOf(this.file.tables, 'cmap'))
  }

  /** Shapes by the rules of this font; made at first use, because it takes the font's size in memory. */
  get shaper(): Shaper {
    this.#shaper ??= new Shaper(this.#bytes)
    return this.#shaper
  }

  /** The glyph of a code point, null when the font has none. */
  cell(codePoint: number): Cell | null {
    const known = this.#cells.get(codePoint)
    if (known !== undefined) return known
    const cell = this.#make(codePoint)
    if (this.#cells.size >= maxRemembered) this.#cells.clear()
    this.#cells.set(codePoint, cell)
    return cell
  }

  /** The empty box of this font, standing for text that no installed font can draw. */
  missing(text: string): Cell {
    const advance = this.naturalWidth(0)
    return this.cluster({ glyphId: 0, advance, natural: advance, offsetX: 0, offsetY: 0, text })
  }

  /** One object per distinct cell, so that embedding can tell them apart by identity. */
  cluster(cell: Cell): Cell {
    const key = `${cell.glyphId}:${cell.advance}:${cell.offsetX}:${cell.offsetY}:${cell.text}`
    const known = this.#clusters.get(key)
    if (known !== undefined) return known
    if (this.#clusters.size >= maxRemembered) this.#clusters.clear()
    this.#clusters.set(key, cell)
    return cell
  }

  /** How much closer (negative) or wider two glyphs of one word stand, in thousandths. */
  kerning(left: Cell, right: Cell): number {
    const key = left.glyphId * 65_536 + right.glyphId
    const known = this.#kerning.get(key)
    if (known !== undefined) return known
    const glyphs = this.shaper.shape(left.text + right.text, false)
    const moved = (glyphs[0]?.xAdvance ?? 0) - advanceOf(this.file, left.glyphId)
    const value = glyphs.length === 2 ? Math.round(moved * this.scale) : 0
    if (this.#kerning.size >= maxRemembered) this.#kerning.clear()
    this.#kerning.set(key, value)
    return value
  }

  #make(codePoint: number): Cell | null {
    const glyphId = this.#glyphOf(codePoint)
    if (glyphId === 0) return null
    const advance = this.naturalWidth(glyphId)
    return { glyphId, advance, natural: advance, offsetX: 0, offsetY: 0, text: String.fromCodePoint(codePoint) }
  }

  /** Advance of a glyph in thousandths of the size. */
  naturalWidth(glyphId: number): number {
    return Math.round(advanceOf(this.file, glyphId) * this.scale)
  }
}
