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

const lineEnd = '\u2028'
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
    builder.useStyle(style)
    const base = baseFace(style)
    for (let at = 0; at < text.length; at += 1) {
      const code = text.codePointAt(at) ?? 0
      const character = code > 0xffff ? text.slice(at, at + 2) : (text[at] ?? '')
      if (code > 0xffff) at += 1
      if (character === lineEnd || character === '\n') builder.endLine()
      else builder.addCharacter(character, this.#faceOf(code, { style, base, before: builder.face }))
    }
  }

  #faceOf(code: number, context: { style: TextStyle; base: Face; before: Face | null }): Face {
    if (code < 0x250 && code > 0x40 && context.base.cell(code) !== null) return context.base
    if (isInvisible(code)) return context.before ?? context.base
    const face = chooseFace(code, context.style, { before: context.before, han: this.#han })
    return face ?? context.base
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

/** Collects characters into runs, runs into segments. */
class SegmentBuilder {
  readonly #segments: Segment[] = []
  readonly #levels: Levels
  readonly #shape: Shape
  #runs: Run[] = []
  #text = ''
  #style: TextStyle | null = null
  #isSpace = false
  #level = 0
  #last = ''
  #wordLength = 0
  #position = 0
  face: Face | null = null

  constructor(levels: Levels, shape: Shape) {
    this.#levels = levels
    this.#shape = shape
  }

  useStyle(style: TextStyle): void {
    if (style === this.#style) return
    this.#closeRun()
    this.#style = style
    this.face = null
  }

  addCharacter(character: string, face: Face): void {
    const level = this.#levelHere()
    const isSpace = character === ' ' || character === '\u3000'
    if (this.#last !== '' && !isSpace && this.#mayBreakBefore(character)) this.#closeSegment(false)
    if (face !== this.face || level !== this.#level || isSpace !== this.#isSpace) this.#closeRun()
    this.face = face
    this.#level = level
    this.#isSpace = isSpace
    this.#text += character
    this.#last = character
    this.#wordLength += 1
    this.#position += character.length
  }

  addImage(inline: Extract<Inline, { kind: 'image' }>): void {
    this.#closeSegment(false)
    const size = imageSize(inline)
    this.#runs.push({ kind: 'image', inline, ...size, level: this.#levelHere() })
    this.#position += imagePlace.length
    this.#closeSegment(false)
  }

  endLine(): void {
    this.#position += lineEnd.length
    this.#closeSegment(true)
  }

  finish(): readonly Segment[] {
    this.#closeSegment(false)
    return this.#segments
  }

  #levelHere(): number {
    return this.#levels.levels?.[this.#position] ?? 0
  }

  #mayBreakBefore(character: string): boolean {
    if (this.#isSpace || this.#wordLength >= longest) return true
    return mayBreakBetween(this.#last, character, this.#wordLength)
  }

  #closeRun(): void {
    if (this.#text === '' || this.face === null || this.#style === null) return
    const shaped = this.#shape(this.#text, { face: this.face, isRightToLeft: this.#level % 2 === 1 })
    const size = sizeOf(this.#style, this.face)
    this.#runs.push({
      kind: 'text',
      face: this.face,
      style: this.#style,
      size,
      shaped,
      width: (shaped.width * size) / 1000,
      level: this.#level,
      isSpace: this.#isSpace,
    })
    this.#text = ''
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
    }
    this.#runs = []
    this.#last = ''
    this.#wordLength = 0
    this.#isSpace = false
  }
}

function textOf(inline: Inline): string {
  if (inline.kind === 'text') return inline.text
  return inline.kind === 'break' ? lineEnd : imagePlace
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
