import type { ShapedText } from '../fonts/shape-text.ts'
import type { PreparedParagraph, Run, Segment } from './segments.ts'

/** One line: its runs in logical order and the width they take; spaces at its end count for nothing. */
export interface Line {
  readonly runs: readonly Run[]
  readonly width: number
}

/** Breaks a paragraph into lines, first fit. A word wider than a whole line is cut where the line ends. */
export function breakLines(paragraph: PreparedParagraph, available: number): Line[] {
  const lines: Line[] = []
  let runs: Run[] = []
  let width = 0
  let pending = 0
  const close = (): void => {
    lines.push({ runs, width })
    runs = []
    width = 0
    pending = 0
  }
  for (const segment of paragraph.segments) {
    if (runs.length > 0 && width + pending + segment.width > available + 0.01) close()
    for (const part of segment.width > available ? cut(segment, available) : [segment]) {
      if (runs.length > 0 && width + pending + part.width > available + 0.01) close()
      runs.push(...part.runs)
      width += pending + part.width
      pending = part.spaceWidth
    }
    if (segment.endsLine) close()
  }
  if (runs.length > 0) close()
  return lines
}

// Every part is at most a line wide, except a single glyph that is wider than the line.
function cut(segment: Segment, available: number): Segment[] {
  const parts: Segment[] = []
  let runs: Run[] = []
  let width = 0
  const close = (): void => {
    if (runs.length > 0) parts.push({ runs, width, spaceWidth: 0, endsLine: false })
    runs = []
    width = 0
  }
  for (const run of segment.runs) {
    if (run.kind === 'image' || run.isSpace) {
      runs.push(run)
      width += run.kind === 'image' ? Math.min(run.width, available) : 0
      continue
    }
    for (const piece of pieces(run, { room: available - width, available })) {
      if (width > 0 && width + piece.width > available) close()
      runs.push(piece)
      width += piece.width
    }
  }
  close()
  const last = parts.pop()
  return last === undefined ? [] : [...parts, { ...last, spaceWidth: segment.spaceWidth }]
}

type TextRun = Extract<Run, { kind: 'text' }>

function pieces(run: TextRun, space: { room: number; available: number }): TextRun[] {
  const found: TextRun[] = []
  const isRightToLeft = run.level % 2 === 1
  const cells = isRightToLeft ? run.shaped.cells.toReversed() : run.shaped.cells
  let from = 0
  let width = 0
  let { room } = space
  for (const [index, cell] of cells.entries()) {
    const step = (cell.advance * run.size) / 1000
    if (index > from && width + step > room) {
      found.push(sliceOf(run, cells.slice(from, index)))
      from = index
      width = 0
      room = space.available
    }
    width += step
  }
  found.push(sliceOf(run, cells.slice(from)))
  return found
}

function sliceOf(run: TextRun, logical: ShapedText['cells']): TextRun {
  const cells = run.level % 2 === 1 ? logical.toReversed() : logical
  const width = cells.reduce((sum, cell) => sum + cell.advance, 0)
  return { ...run, shaped: { cells, kerning: null, width }, width: (width * run.size) / 1000 }
}
