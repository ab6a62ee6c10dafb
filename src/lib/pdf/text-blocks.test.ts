import { describe, expect, it } from 'vitest'
import type { Block } from './model/blocks.ts'
import { textBlocks } from './text-blocks.ts'

function outline(blocks: readonly Block[]): unknown[] {
  return blocks.map((block) => {
    if (block.kind === 'box') return outline(block.blocks)
    return block.kind === 'paragraph'
      ? block.inlines.map((inline) => (inline.kind === 'text' ? inline.text : '|')).join('')
      : block.kind
  })
}

describe('textBlocks', () => {
  it('parts paragraphs at empty lines and keeps single line ends', () => {
    expect(outline(textBlocks('a\r\nb\n\n\n c '))).toEqual(['a|b', ' c'])
  })

  it('nests quoted lines by their marks', () => {
    expect(outline(textBlocks('a\n> b\n>> c\n> > d\n>From e'))).toEqual(['a', ['b'], [['c|d']], '>From e'])
  })

  it('makes addresses links without the punctuation after them', () => {
    const [block] = textBlocks('Siehe (https://example.org/a?b=1). Oder www.example.org!')
    const links =
      block?.kind === 'paragraph' ? block.inlines.map((inline) => inline.kind === 'text' && inline.style.link) : []
    expect(links.filter(Boolean)).toEqual(['https://example.org/a?b=1', 'https://www.example.org/'])
  })
})
