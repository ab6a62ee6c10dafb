import { htmlBlocks } from '../../src/lib/pdf/html/html-blocks.ts'
import type { Block, Inline } from '../../src/lib/pdf/model/blocks.ts'
import { noImages } from './pdf-tools.ts'

/** What the PDF prints of HTML, without white space. */
export function printedText(html: string): string {
  const { blocks } = htmlBlocks(
    html,
    noImages((name) => name),
  )
  return textOf(blocks).replaceAll(/\s+/g, '')
}

function textOf(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return block.inlines.map(inlineText).join('')
        case 'list':
          return block.items.map(textOf).join(' ')
        case 'box':
          return textOf(block.blocks)
        case 'table':
          return block.rows.map(({ cells }) => cells.map((cell) => textOf(cell.blocks)).join(' ')).join(' ')
        case 'rule':
          return ''
      }
    })
    .join(' ')
}

const inlineText = (inline: Inline): string => (inline.kind === 'text' ? inline.text : ' ')
