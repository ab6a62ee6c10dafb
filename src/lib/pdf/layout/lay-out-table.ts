import type { StructureNode } from '../draw/structure-node.ts'
import { node } from '../draw/structure-node.ts'
import { bounds } from '../model/bounds.ts'
import type { Table, TableCell } from '../model/blocks.ts'
import { colours } from '../model/look.ts'
import { columnWidths } from './column-widths.ts'
import type { ColumnNeed } from './column-widths.ts'
import { gridOf } from './table-grid.ts'
import type { Grid, GridRow } from './table-grid.ts'
import { directionOf, heightOf } from './column.ts'
import type { Column } from './column.ts'
import { needsOf } from './table-needs.ts'
import { shrinkTable } from './shrink-table.ts'
import type { CellBox, Piece, RowPiece } from './pieces.ts'

interface Frame {
  /** Left edge. */
  readonly x: number
  readonly table: Table
  readonly column: Column
  readonly element: StructureNode
  readonly widths: readonly number[]
  readonly isTurned: boolean
  readonly padding: { readonly x: number; readonly y: number }
}

const paddings = {
  data: { x: 6, y: 4 },
  layout: { x: 4, y: 2 },
  fields: { x: 6, y: 1.5 },
  dense: { x: 3, y: 3 },
} as const
// Letters of a table may shrink that far before words are broken.
const smallest = 0.62

/** Lays out a table row by row. A table with more columns than a page can hold becomes a column of its cells. */
export function layOutTable(table: Table, column: Column): Piece[] {
  const grid = gridOf(table)
  if (grid.columns > bounds.columns || grid.columns * 16 > column.width) return stacked(table, column)
  const usual = { preparer: column.preparer, padding: paddings[table.look].x, available: column.width }
  const needs = needsOf(grid, usual)
  const least = sum(needs.map(({ min }) => min))
  if (table.look !== 'data' || least <= column.width)
    return layOutGrid(grid, needs, { table, column, padding: paddings[table.look] })
  const smaller = shrinkTable(table, Math.max(smallest, column.width / least))
  const dense = gridOf(smaller)
  const denseNeeds = needsOf(dense, { ...usual, padding: paddings.dense.x })
  return layOutGrid(dense, denseNeeds, { table: smaller, column, padding: paddings.dense })
}

type Setting = Pick<Frame, 'table' | 'column' | 'padding'>

function layOutGrid(grid: Grid, needs: readonly ColumnNeed[], setting: Setting): Piece[] {
  const { table, column, padding } = setting
  const widths = columnWidths(needs, column.width, table.isWide)
  const isTurned = directionOf(table.rows[0]?.cells[0]?.blocks ?? [], { wished: table.direction, column }) === 'rtl'
  const frame: Frame = {
    x: column.x + (column.width - sum(widths)) * shareOf(table.align, isTurned),
    table,
    column,
    element: table.look === 'layout' ? column.node : node('Table', column.node),
    widths,
    isTurned,
    padding,
  }
  return rowPieces(grid, frame)
}

// Data stand where text stands; what is there for its columns alone stands where the author puts it.
function shareOf(align: Table['align'], isTurned: boolean): number {
  if (align === 'center') return 0.5
  return align === 'right' || (align === null && isTurned) ? 1 : 0
}

function stacked(table: Table, column: Column): Piece[] {
  return column.layOut(
    table.rows.flatMap((row) => row.cells.flatMap((cell) => cell.blocks)),
    column,
  )
}

function rowPieces(grid: Grid, frame: Frame): RowPiece[] {
  const first = grid.rows[0]
  const header = first?.isHead === true && grid.rows.length > 1 ? rowPiece(first, frame, null) : null
  return grid.rows.map((row, index) => (index === 0 && header !== null ? header : rowPiece(row, frame, header)))
}

function rowPiece(row: GridRow, frame: Frame, header: RowPiece | null): RowPiece {
  const { table, column, element, padding } = frame
  const rowNode = table.look === 'layout' ? element : node('TR', element)
  const cells = row.cells.map(({ cell, start, isContinued }) => cellBox(cell, { start, isContinued, rowNode, frame }))
  const height = cells.reduce((most, cell) => Math.max(most, cell.contentHeight), 0) + 2 * padding.y
  const width = sum(frame.widths)
  const { x } = frame
  const colour = row.isHead ? colours.strongLine : colours.hairline
  const lines = table.look === 'data' ? { colour, x, width, isHead: row.isHead } : null
  const needs = height > 120 ? 60 : height
  return { kind: 'row', height, before: 0, needs, marks: column.marks, cells, paddingY: padding.y, lines, header }
}

function cellBox(
  cell: TableCell,
  place: { start: number; isContinued: boolean; rowNode: StructureNode; frame: Frame },
): CellBox {
  const { start, isContinued, rowNode, frame } = place
  const { table, column, widths, padding, isTurned } = frame
  const end = Math.min(start + cell.columnSpan, widths.length)
  const offset = sum(widths.slice(0, start))
  const width = sum(widths.slice(start, end))
  const x = isTurned ? frame.x + sum(widths) - offset - width : frame.x + offset
  // Without lines there is nothing to keep away from at the outer edges: text stands where the text above stands.
  const isOpen = table.look !== 'data' && cell.shade === null
  const left = isOpen && start === 0 ? 0 : padding.x
  const right = isOpen && end === widths.length ? 0 : padding.x
  const element = table.look === 'layout' ? rowNode : cellNode(cell, { rowNode, table })
  const inner = {
    ...column,
    marks: [],
    x: x + (isTurned ? right : left),
    width: Math.max(width - left - right, 8),
    node: element,
  }
  const pieces = isContinued ? [] : column.layOut(cell.blocks, inner)
  const shade = cell.shade ?? (cell.isHeader && table.look === 'data' ? colours.header : null)
  return { x, width, pieces, contentHeight: heightOf(pieces), shade, verticalAlign: cell.verticalAlign }
}

function cellNode(cell: TableCell, place: { rowNode: StructureNode; table: Table }): StructureNode {
  const spans = {
    ...(cell.columnSpan > 1 ? { columnSpan: cell.columnSpan } : {}),
    ...(cell.rowSpan > 1 ? { rowSpan: cell.rowSpan } : {}),
  }
  if (!cell.isHeader) return node('TD', place.rowNode, spans)
  return node('TH', place.rowNode, { ...spans, scope: place.table.look === 'fields' ? 'Row' : 'Column' })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
