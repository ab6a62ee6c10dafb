import type { StructureNode } from '../draw/structure-node.ts'
import { node } from '../draw/structure-node.ts'
import type { ShapedText } from '../fonts/shape-text.ts'
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
  ['thai', 1.65],
  ['thai-bold', 1.65],
  ['lao', 1.65],
  ['lao-bold', 1.65],
  ['khmer', 1.85],
  ['khmer-bold', 1.85],
  ['myanmar', 1.9],
  ['myanmar-bold', 1.9],
  ['tibetan', 1.8],
  ['tibetan-bold', 1.8],
  ['bengali', 1.55],
  ['bengali-bold', 1.55],
  ['gurmukhi', 1.55],
  ['gurmukhi-bold', 1.55],
  ['gujarati', 1.55],
  ['gujarati-bold', 1.55],
  ['oriya', 1.6],
  ['oriya-bold', 1.6],
  ['tamil', 1.55],
  ['tamil-bold', 1.55],
  ['telugu', 1.7],
  ['telugu-bold', 1.7],
  ['kannada', 1.65],
  ['kannada-bold', 1.65],
  ['malayalam', 1.6],
  ['malayalam-bold', 1.6],
  ['sinhala', 1.6],
  ['sinhala-bold', 1.6],
  ['syriac', 1.6],
  ['syriac-bold', 1.6],
  ['ethiopic', 1.5],
  ['ethiopic-bold', 1.5],
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
  const start = placement.x + free * share
  const runs = isTurned ? placeTurned(line, start, placement) : placeStraight(line, start, placement)
  return { kind: 'line', ...metrics, before: 0, needs: metrics.height, marks: placement.marks, runs }
}

// Neighbours of one look become one run: words are drawn, underlined and linked in one go.
function placeStraight(line: Line, start: number, placement: Placement): PlacedRun[] {
  const placed: PlacedRun[] = []
  const visible = visibleCount(line.runs)
  let open: OpenText | null = null
  let x = start
  for (const [index, run] of line.runs.entries()) {
    const isTrailing = index >= visible && isDecorated(run)
    if (run.kind === 'text' && open?.face === run.face && open.style === run.style && open.isTrailing === isTrailing) {
      open.parts.push(run.shaped)
      open.width += run.width
    } else if (run.kind === 'text') {
      open = openText(run, { x, isTrailing }, placement)
      placed.push(open)
    } else {
      open = null
      placed.push(placeImage(run, x, placement))
    }
    x += Math.min(run.width, placement.width)
  }
  return placed
}

// Places from left to right, content in logical order: what reads the page aloud follows the order of the content.
// Spaces at the end of the line would stand at its other side (rule L1 of UAX 9) and are left out.
function placeTurned(line: Line, start: number, placement: Placement): PlacedRun[] {
  const visible = line.runs.slice(0, visibleCount(line.runs))
  const xOf = new Map<Run, number>()
  let x = start
  for (const run of visualOrder(visible)) {
    xOf.set(run, x)
    x += Math.min(run.width, placement.width)
  }
  return visible.map((run) => {
    const at = xOf.get(run) ?? start
    return run.kind === 'text' ? openText(run, { x: at, isTrailing: false }, placement) : placeImage(run, at, placement)
  })
}

type TextRun = Extract<Run, { kind: 'text' }>
type OpenText = Extract<PlacedRun, { kind: 'text' }> & { width: number; readonly parts: ShapedText[] }

function openText(run: TextRun, at: { x: number; isTrailing: boolean }, { nodes }: Placement): OpenText {
  const { face, style, width } = run
  return { kind: 'text', ...at, width, face, style, parts: [run.shaped], node: nodes.of(style.link) }
}

function placeImage(run: Extract<Run, { kind: 'image' }>, x: number, placement: Placement): PlacedRun {
  const width = Math.min(run.width, placement.width)
  const figure = node('Figure', placement.nodes.of(run.inline.style.link), { alt: run.inline.alt })
  const height = run.height * (width / run.width)
  return { kind: 'image', x, width, height, image: run.inline.image, style: run.inline.style, node: figure }
}

function isDecorated(run: Run): boolean {
  const { style } = run.kind === 'text' ? run : run.inline
  return style.link !== null || style.shade !== null || style.isUnderlined || style.isStruck
}

function visibleCount(runs: readonly Run[]): number {
  let count = runs.length
  while (count > 0) {
    const last = runs[count - 1]
    if (last === undefined || last.kind !== 'text' || !last.isSpace) break
    count -= 1
  }
  return count
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
