import type { StructureNode } from '../draw/structure-node.ts'
import { node } from '../draw/structure-node.ts'
import type { Align, Direction, Paragraph } from '../model/blocks.ts'
import { visualOrder } from './bidi-levels.ts'
import { breakLines } from './break-lines.ts'
import type { Line } from './break-lines.ts'
import type { LinePiece, Mark, PlacedRun } from './pieces.ts'
import type { PreparedParagraph, Run } from './segments.ts'

export interface LineSpace {
  readonly x: number
  readonly width: number
  readonly before: number
  readonly marks: readonly Mark[]
  readonly node: StructureNode
}

// How high a line is, in multiples of the size: scripts with tall letters need more.
const leading = new Map([
  ['arabic', 1.75],
  ['arabic-bold', 1.75],
  ['chinese', 1.6],
  ['chinese-bold', 1.6],
  ['japanese', 1.6],
  ['japanese-bold', 1.6],
  ['korean', 1.6],
  ['korean-bold', 1.6],
  ['emoji', 1.3],
])
const usualLeading = 1.45

/** The lines of a paragraph in a column, two of them kept together at either end. */
export function placeLines(paragraph: Paragraph, prepared: PreparedParagraph, space: LineSpace): LinePiece[] {
  const isHeading = paragraph.role.startsWith('H')
  const lines = breakLines(prepared, space.width)
  const nodes = new LinkNodes(space.node)
  const side = sideOf(paragraph.align, prepared.direction)
  const placed = lines.map((line) => placeLine(line, { ...space, side, direction: prepared.direction, nodes }))
  return placed.map((piece, index) => {
    const isPaired = (index === 0 || index === placed.length - 2) && index + 1 < placed.length
    const kept = isHeading ? 40 : isPaired ? (placed[index + 1]?.height ?? 0) : 0
    return { ...piece, before: index === 0 ? space.before : 0, needs: piece.height + kept }
  })
}

function sideOf(align: Align | null, direction: Direction): Align {
  return align ?? (direction === 'rtl' ? 'right' : 'left')
}

interface Placement extends LineSpace {
  readonly side: Align
  readonly direction: Direction
  readonly nodes: LinkNodes
}

function placeLine(line: Line, placement: Placement): LinePiece {
  const isTurned = placement.direction === 'rtl' || line.runs.some((run) => run.level > 0)
  const metrics = measureLine(line, placement.width)
  const free = placement.width - Math.min(line.width, placement.width)
  const share = placement.side === 'left' ? 0 : placement.side === 'center' ? 0.5 : 1
  const visible = withoutLastSpaces(line.runs)
  const kept = new Set(visible)
  const xOf = new Map<Run, number>()
  let x = placement.x + free * share
  for (const run of isTurned ? visualOrder(visible) : line.runs) {
    xOf.set(run, x)
    x += Math.min(run.width, placement.width)
  }
  const runs: PlacedRun[] = []
  // Logical order: what reads the page aloud follows the order of the content.
  for (const run of line.runs) {
    const at = xOf.get(run)
    if (at !== undefined) runs.push(placeRun(run, { x: at, isTrailing: !kept.has(run) }, placement))
  }
  return { kind: 'line', ...metrics, before: 0, needs: metrics.height, marks: placement.marks, runs }
}

function placeRun(run: Run, at: { x: number; isTrailing: boolean }, placement: Placement): PlacedRun {
  const { x, isTrailing } = at
  if (run.kind === 'text') {
    const { face, style, shaped, width } = run
    return {
      kind: 'text',
      x,
      width,
      face,
      style,
      shaped,
      node: placement.nodes.of(style.link),
      isRightToLeft: run.level % 2 === 1,
      isTrailing,
    }
  }
  const width = Math.min(run.width, placement.width)
  const figure = node('Figure', placement.nodes.of(run.inline.style.link), { alt: run.inline.alt })
  const height = run.height * (width / run.width)
  return { kind: 'image', x, width, height, image: run.inline.image, style: run.inline.style, node: figure }
}

// Spaces at the end of a turned line would stand at its other side (rule L1 of UAX 9).
function withoutLastSpaces(runs: readonly Run[]): readonly Run[] {
  let end = runs.length
  while (end > 0) {
    const last = runs[end - 1]
    if (last === undefined || last.kind !== 'text' || !last.isSpace) break
    end -= 1
  }
  return runs.slice(0, end)
}

const emptyLine = 10.5

function measureLine(line: Line, available: number): { height: number; baseline: number } {
  let height = 0
  let size = 0
  let image = 0
  for (const run of line.runs) {
    if (run.kind === 'image') image = Math.max(image, run.height * Math.min(1, available / run.width))
    else {
      height = Math.max(height, run.style.size * (leading.get(run.face.name) ?? usualLeading))
      size = Math.max(size, run.style.size)
    }
  }
  if (height === 0 && image === 0) height = emptyLine * 0.9
  const baseline = height / 2 + size * 0.35
  if (image <= baseline) return { height, baseline }
  return { height: image + (height - baseline) + 2, baseline: image + 1 }
}

/** One element per link of a paragraph, however many runs and lines it has. */
class LinkNodes {
  readonly #paragraph: StructureNode
  #link: string | null = null
  #node: StructureNode

  constructor(paragraph: StructureNode) {
    this.#paragraph = paragraph
    this.#node = paragraph
  }

  of(link: string | null): StructureNode {
    if (link === this.#link) return this.#node
    this.#link = link
    this.#node = link === null ? this.#paragraph : node('Link', this.#paragraph)
    return this.#node
  }
}
