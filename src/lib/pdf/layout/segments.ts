import type { Face } from '../fonts/face.ts'
import type { ShapedText } from '../fonts/shape-text.ts'
import type { Direction, Inline, TextStyle } from '../model/blocks.ts'

/** Text of one look, face and direction, shaped; or an image; or the mark of a forced line end. */
export type Run =
  | {
      readonly kind: 'text'
      readonly face: Face
      readonly style: TextStyle
      readonly size: number
      readonly shaped: ShapedText
      readonly width: number
      readonly level: number
      readonly isSpace: boolean
    }
  | {
      readonly kind: 'image'
      readonly inline: Extract<Inline, { kind: 'image' }>
      readonly width: number
      readonly height: number
      readonly level: number
    }

/** What stays together on a line: a word and the spaces after it. Widths in points. */
export interface Segment {
  readonly runs: readonly Run[]
  readonly width: number
  readonly spaceWidth: number
  readonly endsLine: boolean
}

/** A paragraph ready to be broken into lines of any width. */
export interface PreparedParagraph {
  readonly segments: readonly Segment[]
  readonly direction: Direction
  /** Width of its widest word, and of its longest line if nothing were broken. */
  readonly minWidth: number
  readonly maxWidth: number
}

/** Raised and lowered text is smaller; Naskh is drawn small in its square, so it gets more. */
export function sizeOf(style: TextStyle, face: Face): number {
  const size = style.shift === 'none' ? style.size : style.size * 0.72
  return face.name.startsWith('arabic') ? size * 1.15 : size
}
