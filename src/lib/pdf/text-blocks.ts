import { trimEndOf } from '../text/index.ts'
import type { Block, Inline, Paragraph, TextStyle } from './model/blocks.ts'
import { bounds } from './model/bounds.ts'
import { bodyStyle, colours } from './model/look.ts'
import { splitAddresses } from './split-addresses.ts'

const quoted: TextStyle = { ...bodyStyle, colour: colours.soft }
const deepest = 5

/**
 * A plain text body as blocks: empty lines part paragraphs, single line ends stay, lines quoted with ">" stand in grey
 * behind a bar, addresses of pages become links.
 */
export function textBlocks(text: string): readonly Block[] {
  const lines = text.slice(0, bounds.characters).replaceAll(/\r\n?/g, '\n').replaceAll('\t', '    ').split('\n')
  const blocks: Block[] = []
  let from = 0
  while (from < lines.length) {
    const depth = depthOf(lines[from] ?? '')
    let to = from + 1
    while (to < lines.length && depthOf(lines[to] ?? '') === depth) to += 1
    const part = lines.slice(from, to).map((line) => withoutMarks(line, depth))
    blocks.push(...nested(paragraphs(part, depth === 0 ? bodyStyle : quoted), depth))
    from = to
  }
  return blocks
}

// "> > text" and ">> text"; a line that starts with ">From" was written so by a mailbox and is none.
function depthOf(line: string): number {
  const marks = /^(?:> ?)+/.exec(line.slice(0, 100))?.[0] ?? ''
  if (marks === '>' && line.startsWith('>From ')) return 0
  return Math.min(marks.replaceAll(' ', '').length, deepest)
}

function withoutMarks(line: string, depth: number): string {
  let rest = line
  for (let mark = 0; mark < depth; mark += 1) rest = rest.replace(/^> ?/, '')
  return rest
}

function nested(blocks: readonly Block[], depth: number): readonly Block[] {
  let inner = blocks
  for (let level = 0; level < depth && inner.length > 0; level += 1)
    inner = [{ kind: 'box', look: 'quote', shade: null, blocks: inner, direction: null }]
  return inner
}

function paragraphs(lines: readonly string[], style: TextStyle): Paragraph[] {
  const found: Paragraph[] = []
  let inlines: Inline[] = []
  const close = (): void => {
    if (inlines.length > 0)
      found.push({ kind: 'paragraph', role: 'P', inlines, align: null, direction: null, before: 0, after: 8 })
    inlines = []
  }
  for (const line of lines) {
    if (line.trim() === '') {
      close()
      continue
    }
    if (inlines.length > 0) inlines.push({ kind: 'break' })
    inlines.push(...splitAddresses(trimEndOf(line, ' '), style))
    // Long runs of lines are parted, so that no paragraph grows without end.
    if (inlines.length > 4_000) close()
  }
  close()
  return found
}
