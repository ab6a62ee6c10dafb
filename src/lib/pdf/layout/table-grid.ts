import { bounds } from '../model/bounds.ts'
import type { Table, TableCell } from '../model/blocks.ts'

export interface GridCell {
  readonly cell: TableCell
  /** First column it covers. */
  readonly start: number
  /** Whether it began in a row above: its place is kept free, its content stands above. */
  readonly isContinued: boolean
}

export interface GridRow {
  readonly cells: readonly GridCell[]
  readonly isHead: boolean
}

export interface Grid {
  readonly columns: number
  readonly rows: readonly GridRow[]
}

/** Puts the cells of a table on their columns, spans over columns and rows resolved (HTML section 4.9.12.1). */
export function gridOf(table: Table): Grid {
  let above: { cell: TableCell; start: number; rowsLeft: number }[] = []
  let columns = 0
  const rows = table.rows.map((row) => {
    const cells: GridCell[] = above.map(({ cell, start }) => ({ cell, start, isContinued: true }))
    const kept = above
    const next = above.map((span) => ({ ...span, rowsLeft: span.rowsLeft - 1 })).filter((span) => span.rowsLeft > 0)
    let start = 0
    for (const cell of row.cells) {
      start = freeFrom(start, cell.columnSpan, kept)
      cells.push({ cell, start, isContinued: false })
      if (cell.rowSpan > 1) next.push({ cell, start, rowsLeft: cell.rowSpan - 1 })
      start += cell.columnSpan
      columns = Math.max(columns, start)
    }
    above = next.slice(0, bounds.columns)
    return { cells: cells.toSorted((left, right) => left.start - right.start), isHead: row.isHead }
  })
  return { columns, rows }
}

function freeFrom(start: number, span: number, taken: readonly { cell: TableCell; start: number }[]): number {
  let at = start
  for (const { cell, start: from } of taken.toSorted((left, right) => left.start - right.start)) {
    if (from < at + span && from + cell.columnSpan > at) at = from + cell.columnSpan
  }
  return at
}
