import { Blob, Buffer as GlyphBuffer, BufferFlag, Direction, Face, Font, shape } from 'harfbuzzjs'

/** A glyph in the order of the page; lengths in units of the font. */
export interface ShapedGlyph {
  readonly glyphId: number
  readonly xAdvance: number
  readonly xOffset: number
  readonly yOffset: number
  /** Characters it stands for: those of its cluster are given out one by one in the order they are read. */
  readonly text: string
}

const buffer = new GlyphBuffer()

/** HarfBuzz on one font: what browsers shape text with, in every script. */
export class Shaper {
  readonly #font: Font

  constructor(bytes: Uint8Array) {
    this.#font = new Font(new Face(new Blob(bytes)))
  }

  shape(text: string, isRightToLeft: boolean): readonly ShapedGlyph[] {
    buffer.reset()
    buffer.addText(text)
    buffer.guessSegmentProperties()
    buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR)
    buffer.setFlags(BufferFlag.REMOVE_DEFAULT_IGNORABLES)
    shape(this.#font, buffer)
    const glyphs = buffer.getGlyphInfosAndPositions()
    const texts = textsOf(text, glyphs, isRightToLeft)
    return glyphs.map(({ codepoint, xAdvance = 0, xOffset = 0, yOffset = 0 }, index) => {
      return { glyphId: codepoint, xAdvance, xOffset, yOffset, text: texts[index] ?? '' }
    })
  }
}

// A glyph without text would look like a gap to programs that copy or read aloud, so each gets a character while there are
// any, and the last one of a cluster what is left.
function textsOf(text: string, glyphs: readonly { readonly cluster: number }[], isRightToLeft: boolean): string[] {
  const texts = glyphs.map(() => '')
  const order = glyphs.map((_, index) => (isRightToLeft ? glyphs.length - 1 - index : index))
  for (let from = 0, end = 0; from < order.length; from = end) {
    const start = glyphs[order[from] ?? 0]?.cluster ?? 0
    end = from + 1
    while (end < order.length && glyphs[order[end] ?? 0]?.cluster === start) end += 1
    const next = glyphs[order[end] ?? -1]?.cluster ?? text.length
    // Characters that draw nothing may be gone from the beginning.
    const characters = Array.from(text.slice(from === 0 ? 0 : start, next))
    for (let at = from; at < end; at += 1)
      texts[order[at] ?? 0] = at === end - 1 ? characters.join('') : (characters.shift() ?? '')
  }
  return texts
}
