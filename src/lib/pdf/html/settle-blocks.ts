import type { Align, Block, Colour, Inline, Paragraph, Table, TableCell } from '../model/blocks.ts'
import { bounds } from '../model/bounds.ts'
import { luminance, readable } from './colour.ts'
import type { StylePalette } from './style-palette.ts'

interface Context {
  readonly ground: Colour
  readonly palette: StylePalette
  readonly tables: number
}

const white = 'ffffff'
const light = 0.72
const shortText = 60
const rowGap = 6

/**
 * The last pass over the blocks of a message: tables that only hold one column become what is in them, grounds stay
 * where they carry meaning (a button, a light cell) and go where they would only cost ink, and every colour is made
 * readable on the ground it then stands on.
 */
export function settleBlocks(blocks: readonly Block[], palette: StylePalette): readonly Block[] {
  return settleAll(blocks, { ground: white, palette, tables: 0 })
}

function settleAll(blocks: readonly Block[], context: Context): readonly Block[] {
  const settled: Block[] = []
  for (const block of blocks) for (const one of settle(block, context)) settled.push(one)
  return settled
}

function settle(block: Block, context: Context): readonly Block[] {
  switch (block.kind) {
    case 'paragraph':
      return [settleParagraph(block, context)]
    case 'list':
      return [{ ...block, items: block.items.map((item) => settleAll(item, context)) }]
    case 'box':
      return [{ ...block, blocks: settleAll(block.blocks, context) }]
    case 'table':
      return settleTable(block, context)
    case 'rule':
      return [block]
  }
}

function settleParagraph(paragraph: Paragraph, context: Context): Paragraph {
  return { ...paragraph, inlines: paragraph.inlines.map((inline) => settleInline(inline, context)) }
}

function settleInline(inline: Inline, { ground, palette }: Context): Inline {
  if (inline.kind !== 'text') return inline
  const { style } = inline
  const colour = readable(style.colour, style.shade ?? ground)
  return colour === style.colour ? inline : { ...inline, style: palette.of({ ...style, colour }) }
}

function settleTable(table: Table, context: Context): readonly Block[] {
  const isColumn = table.look === 'layout' && table.rows.every(({ cells }) => cells.filter(hasContent).length <= 1)
  if (isColumn || context.tables >= bounds.tablesLaidOut)
    return table.rows.flatMap(({ cells }, index) =>
      apart(
        cells.flatMap((cell) => settleAlone(cell, context)),
        index,
      ),
    )
  const inner = { ...context, tables: context.tables + 1 }
  const rows = table.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => settleCell(cell, { table, context: inner })),
  }))
  const filled = table.look === 'layout' ? rows.filter(({ cells }) => cells.some(hasContent)) : rows
  return filled.length === 0 ? [] : [{ ...table, rows: filled }]
}

// Rows stand apart by the padding of their cells, which is not read: a little room stands for it.
function apart(blocks: readonly Block[], row: number): readonly Block[] {
  const [first, ...rest] = blocks
  if (row === 0 || first?.kind !== 'paragraph') return blocks
  return [{ ...first, before: Math.max(first.before, rowGap) }, ...rest]
}

function settleCell(cell: TableCell, place: { table: Table; context: Context }): TableCell {
  const shade = keptShade(cell)
  const blocks = settleAll(cell.blocks, { ...place.context, ground: shade ?? place.context.ground })
  return { ...cell, blocks, shade }
}

// A cell that stands alone: a button stays one, a tinted area stays tinted, the rest is plain text.
function settleAlone(cell: TableCell, context: Context): readonly Block[] {
  const shade = keptShade(cell)
  const blocks = settleAll(cell.blocks, { ...context, ground: shade ?? context.ground })
  if (shade === null || blocks.length === 0) return blocks
  if (textLength(cell.blocks) <= shortText && luminance(shade) < light) {
    const button: TableCell = { ...cell, blocks, shade, width: null, columnSpan: 1, rowSpan: 1 }
    return [
      {
        kind: 'table',
        look: 'layout',
        rows: [{ cells: [button], isHead: false }],
        isWide: false,
        align: alignOf(cell),
        direction: null,
      },
    ]
  }
  return [{ kind: 'box', look: 'shade', shade, blocks, direction: null }]
}

function keptShade(cell: TableCell): Colour | null {
  if (cell.shade === null || luminance(cell.shade) > 0.97) return null
  if (cell.blocks.some(({ kind }) => kind === 'table')) return null
  const isShort = textLength(cell.blocks) <= shortText
  return luminance(cell.shade) >= light || (isShort && isShown(cell)) ? cell.shade : null
}

function isShown(cell: TableCell): boolean {
  return textLength(cell.blocks) > 0
}

// A button stands where its words stand.
function alignOf(cell: TableCell): Align | null {
  const first = cell.blocks[0]
  return first?.kind === 'paragraph' ? first.align : null
}

function hasContent(cell: TableCell): boolean {
  return cell.blocks.length > 0
}

// Counts no further than it matters.
function textLength(blocks: readonly Block[]): number {
  let length = 0
  for (const block of blocks) {
    if (block.kind !== 'paragraph') return shortText + 1
    for (const inline of block.inlines)
      length += inline.kind === 'text' ? inline.text.trim().length : inline.kind === 'image' ? shortText : 0
    if (length > shortText) return length
  }
  return length
}
