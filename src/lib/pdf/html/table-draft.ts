import type { Attributes } from './read-attributes.ts'
import type { Align, Direction, Table, TableCell, TableRow } from '../model/blocks.ts'
import { bounds } from '../model/bounds.ts'
import { parseColour } from './colour.ts'
import { lengthInPoints } from './css.ts'
import type { Css } from './css.ts'

/** A table while its rows come in. */
export class TableDraft {
  readonly #attributes: Attributes
  readonly #css: Css
  readonly #rows: { cells: TableCell[]; isHead: boolean; shade: string | null }[] = []
  #isInHead = false
  #hasBorders: boolean

  constructor(attributes: Attributes, css: Css) {
    this.#attributes = attributes
    this.#css = css
    this.#hasBorders = Number(attributes.get('border') ?? '0') > 0 || hasBorder(css)
  }

  beginSection(tag: string): void {
    this.#isInHead = tag === 'thead'
  }

  endSection(): void {
    this.#isInHead = false
  }

  beginRow(attributes: Attributes, css: Css): void {
    const shade = parseColour(css.get('background-color') ?? css.get('background') ?? attributes.get('bgcolor'))
    this.#rows.push({ cells: [], isHead: this.#isInHead, shade })
  }

  addCell(tag: string, blocks: TableCell['blocks'], look: { attributes: Attributes; css: Css }): void {
    const row = this.#rows.at(-1)
    if (row === undefined) return
    const { attributes, css } = look
    this.#hasBorders ||= hasBorder(css)
    row.cells.push({
      blocks,
      isHeader: tag === 'th',
      columnSpan: spanOf(attributes.get('colspan')),
      rowSpan: spanOf(attributes.get('rowspan')),
      shade:
        parseColour(css.get('background-color') ?? css.get('background') ?? attributes.get('bgcolor')) ?? row.shade,
      width: widthOf(css.get('width') ?? attributes.get('width')),
      verticalAlign: verticalOf(css.get('vertical-align') ?? attributes.get('valign')),
    })
  }

  finish(direction: Direction | null, align: Align | null): Table {
    const filled = this.#rows.filter(({ cells }) => cells.length > 0)
    const rows = filled.map(({ cells, isHead }, index): TableRow => {
      const isAllHeaders = index === 0 && cells.length > 1 && cells.every(({ isHeader }) => isHeader)
      return { cells, isHead: isHead || isAllHeaders }
    })
    const width = this.#css.get('width') ?? this.#attributes.get('width')
    return {
      kind: 'table',
      look: this.#isData(rows) ? 'data' : 'layout',
      rows,
      isWide: width === '100%',
      align,
      direction,
    }
  }

  // Lines or headings over columns make a table of data; everything else is there for its columns.
  #isData(rows: readonly TableRow[]): boolean {
    const role = this.#attributes.get('role')
    if (role === 'presentation' || role === 'none') return false
    if (rows.some(({ cells }) => cells.some(({ blocks }) => blocks.some(({ kind }) => kind === 'table')))) return false
    if (rows.some(({ isHead, cells }) => isHead || cells.some(({ isHeader }) => isHeader))) return true
    return this.#hasBorders && rows.some(({ cells }) => cells.length > 1)
  }
}

function hasBorder(css: Css): boolean {
  for (const [name, value] of css) {
    if (
      name.startsWith('border') &&
      /solid|double|dotted|dashed/.test(value) &&
      !/(?:^|\s)0(?:px|pt)?(?:\s|$)/.test(value)
    )
      return true
  }
  return false
}

function spanOf(value: string | undefined): number {
  const span = Number.parseInt(value ?? '1', 10)
  return Number.isInteger(span) ? Math.min(Math.max(span, 1), bounds.columns) : 1
}

function widthOf(value: string | undefined): TableCell['width'] {
  const percent = /^(\d{1,3}(?:\.\d{1,4})?)%$/.exec(value ?? '')?.[1]
  if (percent !== undefined) return { share: Math.min(1, Number(percent) / 100) }
  const points = lengthInPoints(value, 12)
  return points === null || points <= 0 ? null : { points }
}

function verticalOf(value: string | undefined): TableCell['verticalAlign'] {
  if (value === 'middle' || value === 'center') return 'middle'
  return value === 'bottom' ? 'bottom' : 'top'
}
