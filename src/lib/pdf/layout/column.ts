import type { StructureNode } from '../draw/structure-node.ts'
import type { Block, Direction } from '../model/blocks.ts'
import type { ParagraphPreparer } from './prepare-paragraph.ts'
import type { Mark, Piece } from './pieces.ts'

/** Where blocks are laid out: a column, its marks, its place in the structure. */
export interface Column {
  readonly x: number
  readonly width: number
  readonly marks: readonly Mark[]
  readonly node: StructureNode
  readonly preparer: ParagraphPreparer
  /** Lays out what stands inside a cell. */
  readonly layOut: (blocks: readonly Block[], column: Column) => Piece[]
}

/** Height of pieces one under the other, the space before the first left out. */
export function heightOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece, index) => sum + piece.height + (index === 0 ? 0 : piece.before), 0)
}

/** Direction of a container: as wished, else as its first paragraph runs. */
export function directionOf(blocks: readonly Block[], from: { wished: Direction | null; column: Column }): Direction {
  if (from.wished !== null) return from.wished
  const first = blocks[0]
  if (first === undefined) return 'ltr'
  if (first.kind === 'paragraph') return from.column.preparer.prepare(first).direction
  if (first.kind === 'box') return directionOf(first.blocks, { ...from, wished: first.direction })
  if (first.kind === 'list') return directionOf(first.items[0] ?? [], { ...from, wished: first.direction })
  if (first.kind === 'table')
    return directionOf(first.rows[0]?.cells[0]?.blocks ?? [], { ...from, wished: first.direction })
  return 'ltr'
}
