import { baseFace, chooseFace } from '../fonts/choose-face.ts'
import type { Face } from '../fonts/face.ts'
import { isInvisible } from '../fonts/scripts.ts'
import { shapeText } from '../fonts/shape-text.ts'
import type { Writing } from '../fonts/undrawable.ts'
import type { ShapedText } from '../fonts/shape-text.ts'
import type { Inline, Paragraph, TextStyle } from '../model/blocks.ts'
import { levelsOf, mirrorOf } from './bidi-levels.ts'
import { SegmentBuilder } from './segment-builder.ts'
import type { PreparedParagraph, Segment } from './segments.ts'
import { findWordStarts } from './word-starts.ts'

const lineEnd = 0x2028
const newLine = 0x0a
const space = 0x20
const imagePlace = '\ufffc'
// Columns may become narrower than their images, which then shrink.
const smallImage = 70

/** Prepares the paragraphs of one document: remembers shaped words and finished paragraphs as long as it lives. */
export class ParagraphPreparer {
  readonly #writing: Writing
  readonly #words = new Map<Face, Map<string, ShapedText>>()
  readonly #prepared = new WeakMap<Paragraph, PreparedParagraph>()

  constructor(writing: Writing) {
    this.#writing = writing
  }

  prepare(paragraph: Paragraph): PreparedParagraph {
    const known = this.#prepared.get(paragraph)
    if (known !== undefined) return known
    const text = paragraph.inlines.map(textOf).join('')
    const levels = levelsOf(text, paragraph.direction)
    const builder = new SegmentBuilder(levels, (word, run) => this.#shape(word, run))
    for (const inline of paragraph.inlines) this.#add(inline, builder)
    const prepared = { ...measure(builder.finish()), direction: levels.base }
    this.#prepared.set(paragraph, prepared)
    return prepared
  }

  #add(inline: Inline, builder: SegmentBuilder): void {
    if (inline.kind === 'break') builder.endLine()
    else if (inline.kind === 'image') builder.addImage(inline)
    else this.#addText(inline.text, inline.style, builder)
  }

  // One step per character: the face it is drawn with, and whether a line may end before it.
  #addText(text: string, style: TextStyle, builder: SegmentBuilder): void {
    const base = baseFace(style, this.#writing.faces)
    builder.beginText(text, style)
    const wordStarts = findWordStarts(text)
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      if (unit === lineEnd || unit === newLine) {
        builder.endLine(at)
        continue
      }
      const code = unit >= 0xd800 && unit < 0xdc00 ? (text.codePointAt(at) ?? unit) : unit
      if (wordStarts.has(at)) builder.allowBreak()
      const before = builder.face
      const isPlain = code < 0x180 && code > 0x20 && (code > 0x40 || before === base || before === null)
      builder.add(code, at, isPlain ? base : this.#faceOf(code, { style, base, before }))
      if (code > 0xffff) at += 1
    }
    builder.endText()
  }

  #faceOf(code: number, context: { style: TextStyle; base: Face; before: Face | null }): Face {
    const { style, base, before } = context
    if (code === space) return before !== null && before.name !== 'emoji' ? before : base
    if (isInvisible(code)) return before ?? base
    // Digits and brackets of one text look the same wherever they stand.
    if (code <= 0x40 && before !== null && /^(?:arabic|hebrew|syriac|thaana)/.test(before.name)) return base
    return chooseFace(code, style, { ...this.#writing, before }) ?? base
  }

  #shape(word: string, run: { face: Face; isRightToLeft: boolean }): ShapedText {
    const words = this.#words.get(run.face) ?? new Map<string, ShapedText>()
    this.#words.set(run.face, words)
    const key = run.isRightToLeft ? `\u200f${word}` : word
    const known = words.get(key)
    if (known !== undefined) return known
    const shaped = shapeText(word, run.face, { isRightToLeft: run.isRightToLeft, mirror: mirrorOf })
    words.set(key, shaped)
    return shaped
  }
}

function textOf(inline: Inline): string {
  if (inline.kind === 'text') return inline.text
  return inline.kind === 'break' ? '\u2028' : imagePlace
}

function measure(segments: readonly Segment[]): { segments: readonly Segment[]; minWidth: number; maxWidth: number } {
  let minWidth = 0
  let maxWidth = 0
  let line = 0
  for (const segment of segments) {
    minWidth = Math.max(
      minWidth,
      segment.runs[0]?.kind === 'image' ? Math.min(segment.width, smallImage) : segment.width,
    )
    maxWidth = Math.max(maxWidth, line + segment.width)
    line = segment.endsLine ? 0 : line + segment.width + segment.spaceWidth
  }
  return { segments, minWidth, maxWidth }
}
