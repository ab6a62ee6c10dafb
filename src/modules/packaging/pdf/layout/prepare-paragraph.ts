import { baseFace, chooseFace } from '../fonts/choose-face.ts'
import type { HanWriting } from '../fonts/choose-face.ts'
import type { Face } from '../fonts/face.ts'
import { isInvisible } from '../fonts/scripts.ts'
import { shapeText } from '../fonts/shape-text.ts'
import type { ShapedText } from '../fonts/shape-text.ts'
import { bounds } from '../model/bounds.ts'
import type { Inline, Paragraph, TextStyle } from '../model/blocks.ts'
import { levelsOf, mirrorOf } from './bidi-levels.ts'
import type { Levels } from './bidi-levels.ts'
import { imageSize } from './image-size.ts'
import { mayBreakBetween } from './line-breaks.ts'
import { sizeOf } from './segments.ts'
import type { PreparedParagraph, Run, Segment } from './segments.ts'

const lineEnd = 0x2028
const newLine = 0x0a
const space = 0x20
const wideSpace = 0x3000
const imagePlace = '\ufffc'
const longest = bounds.wordCharacters
// Columns may become narrower than their images, which then shrink.
const smallImage = 70

/** Prepares the paragraphs of one document: remembers shaped words and finished paragraphs as long as it lives. */
export class ParagraphPreparer {
  readonly #han: HanWriting
  readonly #words = new Map<Face, Map<string, ShapedText>>()
  readonly #prepared = new WeakMap<Paragraph, PreparedParagraph>()

  constructor(han: HanWriting) {
    this.#han = han
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
    const base = baseFace(style)
    builder.beginText(text, style)
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      if (unit === lineEnd || unit === newLine) {
        builder.endLine(at)
        continue
      }
      const code = unit >= 0xd800 && unit < 0xdc00 ? (text.codePointAt(at) ?? unit) : unit
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
    return chooseFace(code, style, { before, han: this.#han }) ?? base
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

type Shape = (word: string, run: { face: Face; isRightToLeft: boolean }) => ShapedText

/** Collects characters into runs, runs into segments. Text is cut from its inline, never glued letter by letter. */
class SegmentBuilder {
  readonly #segments: Segment[] = []
  readonly #levels: Uint8Array | null
  readonly #shape: Shape
  #runs: Run[] = []
  #text = ''
  #from = 0
  #to = 0
  #style: TextStyle | null = null
  #isSpace = false
  #level = 0
  #last = 0
  #wordLength = 0
  /** Place of the inline's first character in its paragraph. */
  #offset = 0
  face: Face | null = null

  constructor(levels: Levels, shape: Shape) {
    this.#levels = levels.levels
    this.#shape = shape
  }

  beginText(text: string, style: TextStyle): void {
    if (style !== this.#style) this.face = null
    this.#style = style
    this.#text = text
    this.#from = 0
    this.#to = 0
  }

  endText(): void {
    this.#closeRun()
    this.#offset += this.#text.length
    this.#text = ''
  }

  add(code: number, at: number, face: Face): void {
    const level = this.#levels === null ? 0 : (this.#levels[this.#offset + at] ?? 0)
    const isSpace = code === space || code === wideSpace
    if (this.#last !== 0 && !isSpace && this.#mayBreakBefore(code)) this.#closeSegment(false)
    if (face !== this.face || level !== this.#level || isSpace !== this.#isSpace) this.#closeRun()
    if (this.#from === this.#to) this.#from = at
    this.#to = at + (code > 0xffff ? 2 : 1)
    this.face = face
    this.#level = level
    this.#isSpace = isSpace
    this.#last = code
    this.#wordLength += 1
  }

  addImage(inline: Extract<Inline, { kind: 'image' }>): void {
    this.#closeSegment(false)
    this.#runs.push({ kind: 'image', inline, ...imageSize(inline), level: this.#levels?.[this.#offset] ?? 0 })
    this.#offset += imagePlace.length
    this.#closeSegment(false)
  }

  /** Ends the line inside a text, or between two of them. */
  endLine(at?: number): void {
    this.#closeSegment(true)
    if (at === undefined) this.#offset += 1
  }

  finish(): readonly Segment[] {
    this.#closeSegment(false)
    return this.#segments
  }

  #mayBreakBefore(code: number): boolean {
    if (this.#isSpace || this.#wordLength >= longest) return true
    return mayBreakBetween(this.#last, code, this.#wordLength)
  }

  #closeRun(): void {
    if (this.#from === this.#to || this.face === null || this.#style === null) return
    const { face } = this
    const style = this.#style
    const word = this.#text.slice(this.#from, this.#to)
    const shaped = this.#shape(word, { face, isRightToLeft: this.#level % 2 === 1 })
    const size = sizeOf(style, face)
    const width = (shaped.width * size) / 1000
    this.#runs.push({ kind: 'text', face, style, size, shaped, width, level: this.#level, isSpace: this.#isSpace })
    this.#from = this.#to
  }

  #closeSegment(endsLine: boolean): void {
    this.#closeRun()
    if (this.#runs.length > 0 || endsLine) {
      let width = 0
      let spaceWidth = 0
      for (const run of this.#runs) {
        if (run.kind === 'text' && run.isSpace) spaceWidth += run.width
        else width += run.width
      }
      this.#segments.push({ runs: this.#runs, width, spaceWidth, endsLine })
      this.#runs = []
    }
    this.#last = 0
    this.#wordLength = 0
    this.#isSpace = false
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
