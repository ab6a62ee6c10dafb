import { readFileSync } from 'node:fs'
import { create } from 'fontkit'
import type { Font } from 'fontkit'
import { Shaper } from './shaper.ts'

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

/**
 * A font file, parsed at first use and kept for the life of the worker. What it remembers is glyphs and pairs of
 * glyphs, never words of a message.
 */
export class Face {
  readonly name: string
  readonly bytes: Uint8Array
  readonly font: Font
  readonly scale: number
  readonly #cells = new Map<number, Cell | null>()
  readonly #clusters = new Map<string, Cell>()
  readonly #kerning = new Map<number, number>()
  #shaper: Shaper | null = null

  constructor(name: string, file: string) {
    this.name = name
    this.bytes = readFileSync(file)
    const parsed = create(Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength))
    if (!('layout' in parsed)) throw new Error(`${name} is a collection, not a font`)
    this.font = parsed
    this.scale = 1000 / parsed.unitsPerEm
  }

  /** Shapes by the rules of this font; made at first use, because it takes the font's size in memory. */
  get shaper(): Shaper {
    this.#shaper ??= new Shaper(this.bytes)
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
    const run = this.font.layout(left.text + right.text)
    const natural = run.glyphs[0]?.advanceWidth ?? 0
    const value = run.glyphs.length === 2 ? Math.round(((run.positions[0]?.xAdvance ?? 0) - natural) * this.scale) : 0
    if (this.#kerning.size >= maxRemembered) this.#kerning.clear()
    this.#kerning.set(key, value)
    return value
  }

  #make(codePoint: number): Cell | null {
    if (!this.font.hasGlyphForCodePoint(codePoint)) return null
    const glyph = this.font.glyphForCodePoint(codePoint)
    const text = String.fromCodePoint(codePoint)
    const advance = this.naturalWidth(glyph.id)
    return { glyphId: glyph.id, advance, natural: advance, offsetX: 0, offsetY: 0, text }
  }

  /** Advance of a glyph in thousandths of the size. */
  naturalWidth(glyphId: number): number {
    return Math.round(this.font.getGlyph(glyphId).advanceWidth * this.scale)
  }
}
