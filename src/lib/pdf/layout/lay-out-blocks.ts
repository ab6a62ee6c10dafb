import type { StructureNode } from '../draw/structure-node.ts'
import { node } from '../draw/structure-node.ts'
import type { Block, Box, List, Paragraph } from '../model/blocks.ts'
import { bodyStyle, colours } from '../model/look.ts'
import { placeLines } from './place-lines.ts'
import { directionOf } from './column.ts'
import type { Column } from './column.ts'
import { layOutTable } from './lay-out-table.ts'
import type { LinePiece, Mark, Piece } from './pieces.ts'

const narrowest = 110
const listIndent = 18
const quoteIndent = 14
const boxPadding = 10
const boxSpaces = { quote: [8, 8], notice: [15, 16], code: [11, 12], shade: [8, 9] } as const

/** Lays out blocks one under the other. Vertical spaces between them are the larger of the two wished. */
export function layOutBlocks(blocks: readonly Block[], column: Column): Piece[] {
  const pieces: Piece[] = []
  let after = 0
  for (const block of blocks) {
    const laidOut = layOutBlock(block, column)
    const first = laidOut[0]
    if (first === undefined) continue
    const [wishedBefore, wishedAfter] = spacesOf(block)
    const gap = Math.max(after, wishedBefore, first.before)
    laidOut[0] = { ...first, before: pieces.length === 0 ? wishedBefore : gap }
    for (const piece of laidOut) pieces.push(piece)
    after = wishedAfter
  }
  return pieces
}

/** Space wished before and after a block. */
export function spacesOf(block: Block): readonly [before: number, after: number] {
  switch (block.kind) {
    case 'paragraph':
      return [block.before, block.after]
    case 'list':
      return [3, 6]
    case 'box':
      return boxSpaces[block.look]
    case 'table':
      return block.look === 'data' ? [8, 10] : [4, 4]
    case 'rule':
      return [8, 8]
  }
}

function layOutBlock(block: Block, column: Column): Piece[] {
  switch (block.kind) {
    case 'paragraph':
      return layOutParagraph(block, column)
    case 'list':
      return layOutList(block, column)
    case 'box':
      return layOutBox(block, column)
    case 'table':
      return layOutTable(block, column)
    case 'rule':
      return [{ kind: 'rule', x: column.x, width: column.width, height: 1, needs: 70, before: 0, marks: column.marks }]
  }
}

function layOutParagraph(paragraph: Paragraph, column: Column): LinePiece[] {
  const prepared = column.preparer.prepare(paragraph)
  const element = node(paragraph.role, column.node)
  const { x, width, marks } = column
  return placeLines(paragraph, prepared, { x, width, marks, node: element, before: paragraph.before })
}

function layOutBox(box: Box, column: Column): Piece[] {
  const isQuote = box.look === 'quote'
  const element = isQuote ? node('BlockQuote', column.node) : column.node
  const indent = isQuote ? quoteIndent : boxPadding
  const isRoomy = column.width - indent > narrowest
  const width = isRoomy ? column.width - (isQuote ? indent : 2 * indent) : column.width
  const isTurned = directionOf(box.blocks, { wished: box.direction, column }) === 'rtl'
  const x = !isRoomy || (isQuote && isTurned) ? column.x : column.x + indent
  const marks = isRoomy ? [...column.marks, ...marksOf(box, column, isTurned)] : column.marks
  const pieces = layOutBlocks(box.blocks, { ...column, x, width, marks, node: element })
  return isQuote ? pieces : padded(pieces, boxPadding * 0.6)
}

function marksOf(box: Box, column: Column, isTurned: boolean): Mark[] {
  if (box.look === 'quote') {
    const x = isTurned ? column.x + column.width - 2 : column.x
    return [{ x, width: 2, colour: colours.rail, margin: 0 }]
  }
  const ground = box.shade ?? (box.look === 'code' ? colours.code : colours.notice)
  const area = { x: column.x, width: column.width, colour: ground, margin: 5 }
  return box.look === 'notice' ? [area, { ...area, width: 3, colour: colours.noticeRail }] : [area]
}

// Room for the margin of the ground, so that it touches nothing.
function padded(pieces: Piece[], room: number): Piece[] {
  const first = pieces[0]
  if (first === undefined) return pieces
  return [{ ...first, before: first.before + room }, ...pieces.slice(1)]
}

function layOutList(list: List, column: Column): Piece[] {
  const numbering = list.start === null ? 'Disc' : 'Decimal'
  const element = node('L', column.node, { listNumbering: numbering })
  const isTurned = directionOf(list.items[0] ?? [], { wished: list.direction, column }) === 'rtl'
  const indent = column.width > narrowest + listIndent ? listIndent : 0
  const pieces: Piece[] = []
  for (const [index, blocks] of list.items.entries()) {
    const item = node('LI', element)
    const mark = list.labels?.[index] ?? (list.start === null ? '•' : `${list.start + index}.`)
    const label = mark === '' ? null : layOutMark(mark, { list: column, item, isTurned, indent })
    const body = {
      ...column,
      x: isTurned ? column.x : column.x + indent,
      width: column.width - indent,
      node: node('LBody', item),
    }
    const content = layOutBlocks(blocks.length === 0 ? [emptyParagraph] : blocks, body)
    const first = content[0]
    if (first === undefined) continue
    content[0] = first.kind === 'line' && label !== null ? beside(label, first) : first
    pieces.push({ ...content[0], before: Math.max(content[0].before, index === 0 ? 0 : 2.5) }, ...content.slice(1))
  }
  return pieces
}

const emptyParagraph: Paragraph = {
  kind: 'paragraph',
  role: 'P',
  inlines: [],
  align: null,
  direction: null,
  before: 0,
  after: 0,
}

function layOutMark(
  mark: string,
  place: { list: Column; item: StructureNode; isTurned: boolean; indent: number },
): LinePiece | null {
  const { list, item, isTurned, indent } = place
  const style = { ...bodyStyle, colour: colours.soft }
  const align = isTurned ? 'left' : 'right'
  const paragraph: Paragraph = {
    ...emptyParagraph,
    inlines: [{ kind: 'text', text: mark, style }],
    align,
    direction: isTurned ? 'rtl' : 'ltr',
  }
  const room = indent === 0 ? listIndent : indent
  // Numbers of three digits reach into the margin rather than into the text.
  const width = Math.max(room - 6, 1)
  const x = isTurned ? list.x + list.width - indent + 6 : list.x
  const prepared = list.preparer.prepare(paragraph)
  const reach = Math.max(0, prepared.maxWidth - width)
  const space = { x: isTurned ? x : x - reach, width: width + reach, marks: [], node: node('Lbl', item), before: 0 }
  return placeLines(paragraph, prepared, space)[0] ?? null
}

function beside(label: LinePiece, line: LinePiece): LinePiece {
  return { ...line, runs: [...label.runs, ...line.runs] }
}
