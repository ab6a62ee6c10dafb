import type { Mark, PlacedRun } from '../layout/pieces.ts'
import type { Placed, PlacedRow } from '../layout/fill-page.ts'
import type { Colour } from '../model/blocks.ts'
import { colours } from '../model/look.ts'
import type { FontResources } from './font-resources.ts'
import type { ImageResources } from './image-resources.ts'
import type { StructureNode } from './structure-node.ts'
import type { StructureTree } from './structure-tree.ts'
import { colourOperands, round } from './operands.ts'
import { textOperators } from './text-operators.ts'

/** An area of a page that is a link. */
export interface LinkArea {
  readonly node: StructureNode
  readonly address: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Resources {
  readonly fonts: FontResources
  readonly images: ImageResources
  readonly structure: StructureTree
}

/** Draws what was placed on one page. Grounds and lines are furniture, text and images belong to their elements. */
export class PagePainter {
  readonly #resources: Resources
  readonly #page: number
  readonly #content: string[] = []
  readonly links: LinkArea[] = []
  readonly images = new Set<string>()
  #open: StructureNode | 'artifact' | null = null
  #colour = ''

  constructor(resources: Resources, page: number) {
    this.#resources = resources
    this.#page = page
  }

  paint(placed: readonly Placed[]): void {
    this.#paintGrounds(placed)
    for (const item of placed) this.#paintItem(item, false)
  }

  /** Text outside the structure: page numbers and the like. */
  paintFurniture(runs: readonly PlacedRun[], baseline: number): void {
    this.#enter('artifact')
    for (const run of runs) this.#paintRun(run, baseline)
  }

  finish(): string {
    this.#enter(null)
    return this.#content.join('\n')
  }

  #paintItem(item: Placed, isRepeated: boolean): void {
    if (item.kind === 'row') return this.#paintRow(item, isRepeated || item.isRepeated)
    const { piece, y } = item
    if (piece.kind === 'rule') return this.#fill({ x: piece.x, y, width: piece.width, height: 0.75 }, colours.hairline)
    for (const run of piece.runs) {
      this.#enter(isRepeated ? 'artifact' : run.node)
      this.#paintRun(run, y + piece.baseline)
      const isLink = run.style.link !== null && !(run.kind === 'text' && run.isTrailing)
      if (!isRepeated && isLink && run.style.link !== null) this.#addLink(run, run.style.link, y + piece.baseline)
    }
  }

  #paintRow(item: PlacedRow, isRepeated: boolean): void {
    const { row, y, height } = item
    for (const cell of row.cells) {
      if (cell.shade !== null) this.#fill({ x: cell.x, y, width: cell.width, height }, cell.shade)
    }
    if (row.lines !== null) {
      const { x, width, colour, isHead } = row.lines
      if (item.isFirstOnPage || isHead) this.#fill({ x, y: y - 0.25, width, height: 0.5 }, colours.strongLine)
      this.#fill({ x, y: y + height - 0.25, width, height: isHead ? 0.75 : 0.5 }, colour)
    }
    for (const cell of item.cells) {
      this.#paintGrounds(cell)
      for (const inner of cell) this.#paintItem(inner, isRepeated)
    }
  }

  // Consecutive pieces of one box share a mark: one area from the first to the last of them.
  #paintGrounds(placed: readonly Placed[]): void {
    const extents = new Map<Mark, { top: number; bottom: number }>()
    for (const item of placed) {
      const source = item.kind === 'row' ? item.row : item.piece
      const bottom = item.y + (item.kind === 'row' ? item.height : item.piece.height)
      for (const mark of source.marks) {
        const extent = extents.get(mark)
        if (extent === undefined) extents.set(mark, { top: item.y, bottom })
        else extent.bottom = bottom
      }
    }
    for (const [{ x, width, colour, margin }, { top, bottom }] of extents)
      this.#fill({ x, y: top - margin, width, height: bottom - top + 2 * margin }, colour)
  }

  #paintRun(run: PlacedRun, baseline: number): void {
    if (run.kind === 'image') {
      const name = this.#resources.images.use(run.image)
      this.images.add(name)
      this.#content.push(
        this.#resources.images.placement(run.image, name, {
          x: run.x,
          y: baseline - run.height,
          width: run.width,
          height: run.height,
        }),
      )
      return
    }
    const use = this.#resources.fonts.use(run.face)
    if (run.isTrailing) {
      this.#content.push(textOperators(run, { use, baseline }))
      return
    }
    if (run.style.shade !== null)
      this.#rectangle(
        { x: run.x, y: baseline - run.style.size, width: run.width, height: run.style.size * 1.32 },
        run.style.shade,
      )
    this.#setColour(run.style.colour)
    this.#content.push(textOperators(run, { use, baseline }))
    const thickness = Math.max(0.5, run.style.size * 0.055)
    if (run.style.isUnderlined)
      this.#rectangle(
        { x: run.x, y: baseline + run.style.size * 0.12, width: run.width, height: thickness },
        run.style.colour,
      )
    if (run.style.isStruck)
      this.#rectangle(
        { x: run.x, y: baseline - run.style.size * 0.29, width: run.width, height: thickness },
        run.style.colour,
      )
  }

  #addLink(run: PlacedRun, address: string, baseline: number): void {
    const height = run.kind === 'image' ? run.height : run.style.size * 1.25
    const y = run.kind === 'image' ? baseline - run.height : baseline - run.style.size
    const last = this.links.at(-1)
    const owner = run.kind === 'image' ? (run.node.parent ?? run.node) : run.node
    if (last !== undefined && last.node === owner && last.y === y && Math.abs(last.x + last.width - run.x) < 0.5) {
      this.links[this.links.length - 1] = { ...last, width: last.width + run.width }
      return
    }
    this.links.push({ node: owner, address, x: run.x, y, width: run.width, height })
  }

  #fill(area: Area, colour: Colour): void {
    this.#enter('artifact')
    this.#rectangle(area, colour)
  }

  #rectangle(area: Area, colour: Colour): void {
    this.#setColour(colour)
    this.#content.push(`${round(area.x)} ${round(area.y)} ${round(area.width)} ${round(area.height)} re f`)
  }

  #setColour(colour: Colour): void {
    if (colour === this.#colour) return
    this.#colour = colour
    this.#content.push(`${colourOperands(colour)} rg`)
  }

  #enter(next: StructureNode | 'artifact' | null): void {
    if (next === this.#open) return
    if (this.#open !== null) this.#content.push('EMC')
    this.#open = next
    if (next === 'artifact') this.#content.push('/Artifact BMC')
    else if (next !== null)
      this.#content.push(`/${next.type} <</MCID ${this.#resources.structure.addContent(next, this.#page)}>> BDC`)
  }
}

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
