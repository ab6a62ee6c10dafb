import type { Writing } from './fonts/undrawable.ts'
import { node } from './draw/structure-node.ts'
import type { Column } from './layout/column.ts'
import { Cursor, fillPage } from './layout/fill-page.ts'
import type { Placed } from './layout/fill-page.ts'
import type { LinePiece, RulePiece } from './layout/pieces.ts'
import type { OpenImage } from './images/open-image.ts'
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
export function pageColumn(writing: Writing): Column {
  const preparer = new ParagraphPreparer(writing)
  return { x: page.left, width: contentWidth, marks: [], node: node('Document', null), preparer, layOut: layOutBlocks }
}

/**
 * Lays out the blocks of a document page by page, top-level block by block: what lies beyond the last page is never
 * looked at. `notice` then stands at the end of it.
 */
export class PageFiller {
  readonly #column: Column
  readonly #notice: Block
  readonly #pages: Placed[][] = [[]]
  #used = 0
  #after = 0
  #isFull = false

  constructor(column: Column, notice: Block) {
    this.#column = column
    this.#notice = notice
  }

  /** Adds blocks under those before; does nothing once the last page is full. */
  add(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (this.#isFull) return
      this.#addBlock(block)
    }
  }

  laidOut(): LaidOut {
    return { pages: this.#pages, column: this.#column }
  }

  /** The images that stand on the pages so far. */
  images(): ReadonlySet<OpenImage> {
    const found = new Set<OpenImage>()
    for (const placed of this.#pages) collectImages(placed, found)
    return found
  }

  #addBlock(block: Block): void {
    const pieces = layOutBlocks([block], this.#column)
    const first = pieces[0]
    if (first === undefined) return
    const [before, after] = spacesOf(block)
    pieces[0] = { ...first, before: Math.max(before, this.#after) }
    this.#after = after
    const cursor = new Cursor(pieces)
    while (!cursor.isDone) {
      const isLast = this.#pages.length >= bounds.pages
      const gap = this.#used === 0 || cursor.parts !== null ? 0 : (pieces[cursor.index]?.before ?? 0)
      const height = room - this.#used - gap - (isLast ? roomForNotice : 0)
      const y = page.top + this.#used + gap
      const { placed, used } = fillPage(cursor, { y, height, isPageTop: this.#used === 0 })
      this.#pages.at(-1)?.push(...placed)
      this.#used += placed.length === 0 ? 0 : gap + used
      if (cursor.isDone) return
      if (isLast) return this.#end()
      this.#pages.push([])
      this.#used = 0
    }
  }

  #end(): void {
    this.#isFull = true
    const cursor = new Cursor(layOutBlocks([this.#notice], this.#column))
    const y = page.top + this.#used + 14
    this.#pages.at(-1)?.push(...fillPage(cursor, { y, height: roomForNotice, isPageTop: true }).placed)
  }
}

function collectImages(placed: readonly Placed[], found: Set<OpenImage>): void {
  for (const one of placed) {
    if (one.kind === 'row') for (const cell of one.cells) collectImages(cell, found)
    else for (const image of imagesOf(one.piece)) found.add(image)
  }
}

function imagesOf(piece: LinePiece | RulePiece): readonly OpenImage[] {
  if (piece.kind !== 'line') return []
  return piece.runs.flatMap((run) => (run.kind === 'image' ? [run.image] : []))
}
