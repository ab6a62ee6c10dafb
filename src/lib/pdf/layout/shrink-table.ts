import type { Block, Inline, Table, TextStyle } from '../model/blocks.ts'

/** The same table in smaller letters, for one whose words do not fit side by side. */
export function shrinkTable(table: Table, factor: number): Table {
  const styles = new Map<TextStyle, TextStyle>()
  const smaller = (style: TextStyle): TextStyle => {
    const known = styles.get(style) ?? { ...style, size: Math.round(style.size * factor * 10) / 10 }
    styles.set(style, known)
    return known
  }
  return shrinkRows(table, smaller)
}

type Smaller = (style: TextStyle) => TextStyle

function shrinkRows(table: Table, smaller: Smaller): Table {
  const rows = table.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell) => ({ ...cell, blocks: cell.blocks.map((block) => shrink(block, smaller)) })),
  }))
  return { ...table, rows }
}

function shrink(block: Block, smaller: Smaller): Block {
  switch (block.kind) {
    case 'paragraph':
      return { ...block, inlines: block.inlines.map((inline) => shrinkInline(inline, smaller)) }
    case 'list':
      return { ...block, items: block.items.map((item) => item.map((inner) => shrink(inner, smaller))) }
    case 'box':
      return { ...block, blocks: block.blocks.map((inner) => shrink(inner, smaller)) }
    case 'table':
      return shrinkRows(block, smaller)
    case 'rule':
      return block
  }
}

function shrinkInline(inline: Inline, smaller: Smaller): Inline {
  return inline.kind === 'text' ? { ...inline, style: smaller(inline.style) } : inline
}
