import type { Block } from '../model/blocks.ts'
import { chooseFace } from './choose-face.ts'
import { isInvisible } from './scripts.ts'

const plain = { isBold: false, isItalic: false, isMono: false }
const firstInDoubt = 0x180
// What is known is forgotten together, as the faces do.
const mostKnown = 20_000
const known = new Map<number, boolean>()

/** Whether any character of these blocks is in no font, and would be an empty box. */
export function holdsUndrawable(blocks: readonly Block[]): boolean {
  return blocks.some((block) => {
    switch (block.kind) {
      case 'paragraph':
        return block.inlines.some((inline) => inline.kind === 'text' && isUndrawable(inline.text))
      case 'list':
        return block.items.some(holdsUndrawable)
      case 'box':
        return holdsUndrawable(block.blocks)
      case 'table':
        return block.rows.some(({ cells }) => cells.some((cell) => holdsUndrawable(cell.blocks)))
      case 'rule':
        return false
    }
  })
}

/** Whether any character of a text is in no font. */
export function isUndrawable(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < firstInDoubt) continue
    const code = text.codePointAt(at) ?? unit
    if (!isDrawable(code)) return true
    if (code > 0xffff) at += 1
  }
  return false
}

function isDrawable(code: number): boolean {
  const before = known.get(code)
  if (before !== undefined) return before
  const drawable = isInvisible(code) || chooseFace(code, plain, { before: null, han: 'chinese' }) !== null
  if (known.size >= mostKnown) known.clear()
  known.set(code, drawable)
  return drawable
}
