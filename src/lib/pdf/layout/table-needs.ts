import type { Block, TableCell } from '../model/blocks.ts'
import type { ColumnNeed } from './column-widths.ts'
import type { ParagraphPreparer } from './prepare-paragraph.ts'
import { gridOf } from './table-grid.ts'
import type { Grid } from './table-grid.ts'

interface Context {
  readonly preparer: ParagraphPreparer
  readonly padding: number
  readonly available: number
}

// A word wider than this is rather broken than given a column of its own.
const widestWord = 150

/** What each column of a table needs. Cells over several columns add to those they cover, evenly. */
export function needsOf(grid: Grid, context: Context): ColumnNeed[] {
  const needs: ColumnNeed[] = Array.from({ length: grid.columns }, () => ({ min: 0, max: 0, wished: null }))
  const wide: { cell: TableCell; start: number }[] = []
  for (const row of grid.rows) {
    for (const { cell, start, isContinued } of row.cells) {
      if (isContinued) continue
      if (cell.columnSpan > 1) wide.push({ cell, start })
      else widen(needs[start], cell, context)
    }
  }
  for (const { cell, start } of wide) spread(needs.slice(start, start + cell.columnSpan), cell, context)
  return needs
}

function widen(need: ColumnNeed | undefined, cell: TableCell, context: Context): void {
  if (need === undefined) return
  const extent = extentOf(cell.blocks, context)
  need.min = Math.max(need.min, extent.min + 2 * context.padding)
  need.max = Math.max(need.max, extent.max + 2 * context.padding)
  const wished = wishOf(cell, context.available)
  if (wished !== null) need.wished = Math.max(need.wished ?? 0, wished)
}

function spread(needs: readonly ColumnNeed[], cell: TableCell, context: Context): void {
  const extent = extentOf(cell.blocks, context)
  const missingMin = extent.min + 2 * context.padding - sum(needs.map(({ min }) => min))
  const missingMax = extent.max + 2 * context.padding - sum(needs.map(({ max }) => max))
  for (const need of needs) {
    need.min += Math.max(0, missingMin) / needs.length
    need.max += Math.max(0, missingMax) / needs.length
  }
}

function wishOf(cell: TableCell, available: number): number | null {
  if (cell.width === null) return null
  return 'share' in cell.width ? cell.width.share * available : Math.min(cell.width.points, available)
}

interface Extent {
  readonly min: number
  readonly max: number
}

const remembered = new WeakMap<readonly Block[], Extent>()

// Remembered per list of blocks: tables in tables would otherwise be measured once per level.
function extentOf(blocks: readonly Block[], context: Context): Extent {
  const known = remembered.get(blocks)
  if (known !== undefined) return known
  let min = 0
  let max = 0
  for (const block of blocks) {
    const extent = blockExtent(block, context)
    min = Math.max(min, extent.min)
    max = Math.max(max, extent.max)
  }
  const found = { min: Math.min(min, widestWord), max }
  remembered.set(blocks, found)
  return found
}

function blockExtent(block: Block, context: Context): Extent {
  switch (block.kind) {
    case 'paragraph': {
      const { minWidth, maxWidth } = context.preparer.prepare(block)
      return { min: minWidth, max: maxWidth + 0.5 }
    }
    case 'list':
      return grown(
        block.items.map((item) => extentOf(item, context)),
        18,
      )
    case 'box':
      return grown([extentOf(block.blocks, context)], block.look === 'quote' ? 14 : 20)
    case 'table': {
      const needs = needsOf(gridOf(block), { ...context, padding: block.look === 'layout' ? 4 : 6 })
      return {
        min: sum(needs.map(({ min }) => min)),
        max: sum(needs.map(({ max, wished }) => Math.max(max, wished ?? 0))),
      }
    }
    case 'rule':
      return { min: 20, max: 20 }
  }
}

function grown(extents: readonly Extent[], by: number): Extent {
  return {
    min: extents.reduce((most, { min }) => Math.max(most, min), 0) + by,
    max: extents.reduce((most, { max }) => Math.max(most, max), 0) + by,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
