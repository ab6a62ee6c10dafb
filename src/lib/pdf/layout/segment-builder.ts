import type { Face } from '../fonts/face.ts'
import type { ShapedText } from '../fonts/shape-text.ts'
import { bounds } from '../model/bounds.ts'
import type { Inline, TextStyle } from '../model/blocks.ts'
import type { Levels } from './bidi-levels.ts'
import { imageSize } from './image-size.ts'
import { mayBreakBetween } from './line-breaks.ts'
import { sizeOf } from './segments.ts'
import type { Run, Segment } from './segments.ts'

const space = 0x20
const wideSpace = 0x3000
const longest = bounds.wordCharacters

type Shape = (word: string, run: { face: Face; isRightToLeft: boolean }) => ShapedText

/** Collects characters into runs, runs into segments. Text is cut from its inline, never glued letter by letter. */
export class SegmentBuilder {
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
  #isBreakAllowed = false
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
    this.#isBreakAllowed = false
    this.#wordLength += 1
  }

  /** The line may end before the next character, whatever it is. */
  allowBreak(): void {
    this.#isBreakAllowed = true
  }

  addImage(inline: Extract<Inline, { kind: 'image' }>): void {
    this.#closeSegment(false)
    this.#runs.push({ kind: 'image', inline, ...imageSize(inline), level: this.#levels?.[this.#offset] ?? 0 })
    // It stands in the text as one character, U+FFFC.
    this.#offset += 1
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
    if (this.#isBreakAllowed || this.#isSpace || this.#wordLength >= longest) return true
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
