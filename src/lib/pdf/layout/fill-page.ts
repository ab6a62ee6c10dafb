import type { LinePiece, Piece, RowPiece, RulePiece } from './pieces.ts'

/** A piece at its height on a page; of a row that began or goes on elsewhere, the part that stands here. */
export type Placed =
  | { readonly kind: 'piece'; readonly piece: LinePiece | RulePiece; readonly y: number; readonly before: number }
  | PlacedRow

export interface PlacedRow {
  readonly kind: 'row'
  readonly row: RowPiece
  readonly y: number
  readonly height: number
  readonly before: number
  readonly cells: readonly (readonly Placed[])[]
  /** Drawn a second time on top of a further page: furniture, not content. */
  readonly isRepeated: boolean
  readonly isFirstOnPage: boolean
}

/** How far a column of pieces has been placed. */
export class Cursor {
  readonly pieces: readonly Piece[]
  index = 0
  /** Cells of a row that is not finished. */
  parts: readonly Cursor[] | null = null

  constructor(pieces: readonly Piece[]) {
    this.pieces = pieces
  }

  get isDone(): boolean {
    return this.index >= this.pieces.length
  }
}

export interface Space {
  readonly y: number
  readonly height: number
  /** On an empty page something must be placed, else the document would never end. */
  readonly isPageTop: boolean
}

/** Places as many pieces as fit, each once; the cursor stands where the next page goes on. */
export function fillPage(cursor: Cursor, space: Space): { readonly placed: readonly Placed[]; readonly used: number } {
  const placed: Placed[] = []
  let used = 0
  const header = repeatedHeader(cursor, space)
  if (header !== null) {
    placed.push(header)
    used = header.height
  }
  while (!cursor.isDone) {
    const piece = cursor.pieces[cursor.index]
    if (piece === undefined) break
    const isTop = placed.length === 0
    const before = isTop ? 0 : piece.before
    const left = space.height - used - before
    const mustPlace = space.isPageTop && (isTop || (header !== null && placed.length === 1))
    if (piece.kind !== 'row') {
      if (piece.needs > left + 0.01 && !mustPlace) break
      placed.push({ kind: 'piece', piece, y: space.y + used + before, before })
      used += before + piece.height
      cursor.index += 1
      continue
    }
    const row = placeRow(piece, cursor, {
      y: space.y + used + before,
      left,
      mustPlace,
      isTop,
      before,
      full: space.height,
    })
    if (row === null) break
    placed.push(row)
    used += before + row.height
    if (cursor.parts !== null) break
  }
  return { placed, used }
}

interface RowSpace {
  readonly y: number
  readonly left: number
  readonly full: number
  readonly mustPlace: boolean
  readonly isTop: boolean
  readonly before: number
}

// A row that is small is rather moved to the next page as a whole.
const wholeShare = 0.3

function placeRow(row: RowPiece, cursor: Cursor, space: RowSpace): PlacedRow | null {
  const isFresh = cursor.parts === null
  const isFitting = row.height <= space.left + 0.01
  if (isFresh && !isFitting && !space.mustPlace && (row.height < space.full * wholeShare || space.left < row.needs))
    return null
  const parts = cursor.parts ?? row.cells.map((cell) => new Cursor(cell.pieces))
  const room = isFresh && isFitting ? Number.MAX_SAFE_INTEGER : space.left - 2 * row.paddingY
  const starts = parts.map((part) => ({ index: part.index, parts: part.parts }))
  const inner = { y: space.y + row.paddingY, height: room, isPageTop: space.mustPlace }
  const filled = parts.map((part, index) =>
    fillPage(part, { ...inner, y: inner.y + liftOf(row, index, isFresh && isFitting) }),
  )
  const isStuck = parts.every(
    (part, index) => part.index === starts[index]?.index && part.parts === starts[index].parts,
  )
  if (isStuck && !space.mustPlace && !parts.every((part) => part.isDone)) return null
  const isDone = parts.every((part) => part.isDone) || (isStuck && space.mustPlace)
  cursor.parts = isDone ? null : parts
  if (isDone) cursor.index += 1
  const height =
    isFresh && isFitting ? row.height : filled.reduce((most, { used }) => Math.max(most, used), 0) + 2 * row.paddingY
  const cells = filled.map(({ placed }) => placed)
  return {
    kind: 'row',
    row,
    y: space.y,
    height,
    before: space.before,
    cells,
    isRepeated: false,
    isFirstOnPage: space.isTop,
  }
}

function liftOf(row: RowPiece, index: number, isWhole: boolean): number {
  const cell = row.cells[index]
  if (cell === undefined || !isWhole || cell.verticalAlign === 'top') return 0
  const free = Math.max(0, row.height - 2 * row.paddingY - cell.contentHeight)
  return cell.verticalAlign === 'middle' ? free / 2 : free
}

function repeatedHeader(cursor: Cursor, space: Space): PlacedRow | null {
  const next = cursor.pieces[cursor.index]
  if (!space.isPageTop || next?.kind !== 'row' || next.header === null || next.header === next) return null
  if (cursor.index === 0 || next.header.height > space.height * wholeShare) return null
  const cells = next.header.cells.map((cell) => {
    const inner = { y: space.y + (next.header?.paddingY ?? 0), height: Number.MAX_SAFE_INTEGER, isPageTop: false }
    return fillPage(new Cursor(cell.pieces), inner).placed
  })
  const { height } = next.header
  return { kind: 'row', row: next.header, y: space.y, height, before: 0, cells, isRepeated: true, isFirstOnPage: true }
}
