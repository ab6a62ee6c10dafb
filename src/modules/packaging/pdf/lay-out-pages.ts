import { hanWritingOf } from './fonts/choose-face.ts'
import { node } from './draw/structure-node.ts'
import type { Column } from './layout/column.ts'
import { Cursor, fillPage } from './layout/fill-page.ts'
import type { Placed } from './layout/fill-page.ts'
import { layOutBlocks, spacesOf } from './layout/lay-out-blocks.ts'
import { ParagraphPreparer } from './layout/prepare-paragraph.ts'
import type { Block } from './model/blocks.ts'
import { bounds } from './model/bounds.ts'
import { contentWidth, page } from './model/look.ts'

export interface LaidOut {
  readonly pages: readonly (readonly Placed[])[]
  readonly column: Column
}

const room = page.height - page.top - page.bottom
// Kept free on the very last page that may be: for the sentence that says so.
const roomForNotice = 60

/** The column of a page's text, and what prepares its paragraphs. */
export function pageColumn(sample: string): Column {
  const preparer = new ParagraphPreparer(hanWritingOf(sample))
  return { x: page.left, width: contentWidth, marks: [], node: node('Document', null), preparer, layOut: layOutBlocks }
}

/**
 * Lays out the blocks of a document page by page, top-level block by block: what lies beyond the last page is never
 * looked at. `notice` then stands at the end of it.
 */
export function layOutPages(blocks: readonly Block[], column: Column, notice: Block): LaidOut {
  const pages: Placed[][] = [[]]
  let used = 0
  let after = 0
  for (const block of blocks) {
    const pieces = layOutBlocks([block], column)
    const first = pieces[0]
    if (first === undefined) continue
    const [before, wishedAfter] = spacesOf(block)
    pieces[0] = { ...first, before: Math.max(before, after) }
    after = wishedAfter
    const cursor = new Cursor(pieces)
    while (!cursor.isDone) {
      const isLast = pages.length >= bounds.pages
      const gap = used === 0 ? 0 : cursor.parts === null ? (pieces[cursor.index]?.before ?? 0) : 0
      const height = room - used - gap - (isLast ? roomForNotice : 0)
      const { placed, used: more } = fillPage(cursor, { y: page.top + used + gap, height, isPageTop: used === 0 })
      pages.at(-1)?.push(...placed)
      used += placed.length === 0 ? 0 : gap + more
      if (cursor.isDone) break
      if (isLast) return withNotice(pages, { notice, column, y: page.top + used })
      pages.push([])
      used = 0
    }
  }
  return { pages, column }
}

function withNotice(pages: Placed[][], end: { notice: Block; column: Column; y: number }): LaidOut {
  const cursor = new Cursor(layOutBlocks([end.notice], end.column))
  const { placed } = fillPage(cursor, { y: end.y + 14, height: roomForNotice, isPageTop: true })
  pages.at(-1)?.push(...placed)
  return { pages, column: end.column }
}
