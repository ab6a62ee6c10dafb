import { utf16 } from '../file/utf-16.ts'
import type { Cell } from '../fonts/face.ts'

const rangesPerBlock = 100

/** The way from character codes back to text (ISO 32000-2 section 9.10.3), so that copying and reading aloud work. */
export function toUnicodeMap(cells: readonly Cell[]): string {
  const entries: string[] = []
  for (const [code, cell] of cells.entries()) {
    if (code === 0 || cell.text === '') continue
    entries.push(`<${hex(code)}> <${utf16(cell.text)}>`)
  }
  const blocks: string[] = []
  for (let from = 0; from < entries.length; from += rangesPerBlock) {
    const block = entries.slice(from, from + rangesPerBlock)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <ffff>',
    'endcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n')
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0')
}
