import { describe, expect, it } from 'vitest'
import type { Table, TableCell } from '../model/blocks.ts'
import { gridOf } from './table-grid.ts'

const cell = (columnSpan = 1, rowSpan = 1): TableCell => ({
  blocks: [],
  isHeader: false,
  columnSpan,
  rowSpan,
  shade: null,
  width: null,
  verticalAlign: 'top',
})
const table = (...rows: TableCell[][]): Table => ({
  kind: 'table',
  look: 'data',
  rows: rows.map((cells) => ({ cells, isHead: false })),
  isWide: false,
  align: null,
  direction: null,
})

describe('gridOf', () => {
  it('counts columns over spans', () => {
    expect(gridOf(table([cell(2), cell()], [cell(), cell(), cell()])).columns).toBe(3)
  })

  it('keeps the place of a cell that reaches into the next row free', () => {
    const grid = gridOf(table([cell(1, 2), cell()], [cell()]))
    expect(grid.rows[1]?.cells.map(({ start, isContinued }) => [start, isContinued])).toEqual([
      [0, true],
      [1, false],
    ])
  })

  it('survives spans that contradict each other', () => {
    const rows = Array.from({ length: 200 }, () => [cell(40, 40), cell(40, 40)])
    expect(gridOf(table(...rows)).rows).toHaveLength(200)
  })
})
