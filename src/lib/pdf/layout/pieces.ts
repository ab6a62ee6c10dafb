import type { Face } from '../fonts/face.ts'
import type { ShapedText } from '../fonts/shape-text.ts'
import type { StructureNode } from '../draw/structure-node.ts'
import type { Colour, TextStyle } from '../model/blocks.ts'
import type { OpenImage } from '../images/open-image.ts'

/** Text of one look and direction, or an image, at its place in a line. Points; x from the left edge of the page. */
export type PlacedRun =
  | {
      readonly kind: 'text'
      readonly x: number
      readonly width: number
      readonly face: Face
      readonly style: TextStyle
      /** Words and spaces, one after the other. */
      readonly parts: readonly ShapedText[]
      readonly node: StructureNode
      /** Spaces where a line ends: neither underlined nor part of a link. */
      readonly isTrailing: boolean
    }
  | {
      readonly kind: 'image'
      readonly x: number
      readonly width: number
      readonly height: number
      readonly image: OpenImage
      readonly style: TextStyle
      readonly node: StructureNode
    }

/** A coloured area behind or beside consecutive pieces. */
export interface Mark {
  readonly x: number
  readonly width: number
  readonly colour: Colour
  /** How far it reaches above the first and below the last piece on a page. */
  readonly margin: number
}

interface PieceBase {
  readonly height: number
  /** Space kept free before the piece, except on top of a page. */
  readonly before: number
  /** Height that must be left on the page for this piece to stand on it: itself, and what it may not be parted from. */
  readonly needs: number
  readonly marks: readonly Mark[]
}

export interface LinePiece extends PieceBase {
  readonly kind: 'line'
  readonly baseline: number
  readonly runs: readonly PlacedRun[]
}

export interface RulePiece extends PieceBase {
  readonly kind: 'rule'
  readonly x: number
  readonly width: number
}

export interface CellBox {
  readonly x: number
  readonly width: number
  readonly pieces: readonly Piece[]
  readonly contentHeight: number
  readonly shade: Colour | null
  readonly verticalAlign: 'top' | 'middle' | 'bottom'
}

export interface RowPiece extends PieceBase {
  readonly kind: 'row'
  readonly cells: readonly CellBox[]
  readonly paddingY: number
  /** Line under the row, and over it when it opens a table or a page. */
  readonly lines: {
    readonly colour: Colour
    readonly x: number
    readonly width: number
    readonly isHead: boolean
  } | null
  /** The row that heads its table, drawn again on every further page. */
  readonly header: RowPiece | null
}

export type Piece = LinePiece | RulePiece | RowPiece
