import type { Block } from '../model/blocks.ts'
import { chooseFace } from './choose-face.ts'
import type { FaceWish, HanWriting } from './choose-face.ts'
import type { Faces } from './faces.ts'
import { isInvisible } from './scripts.ts'

export interface Writing {
  readonly faces: Faces
  readonly han: HanWriting
}

const plain: FaceWish = { isBold: false, isItalic: false, isMono: false }
const firstInDoubt = 0x180

/** Whether any character of these blocks is in no font, and would be an empty box. */
export function holdsUndrawable(blocks: readonly Block[], writing: Writing): boolean {
  return blocks.some((block) => {
    switch (block.kind) {
      case 'paragraph':
        return block.inlines.some(
          (inline) => inline.kind === 'text' && isUndrawable(inline.text, writing, inline.style),
        )
      case 'list':
        return block.items.some((item) => holdsUndrawable(item, writing))
      case 'box':
        return holdsUndrawable(block.blocks, writing)
      case 'table':
        return block.rows.some(({ cells }) => cells.some((cell) => holdsUndrawable(cell.blocks, writing)))
      case 'rule':
        return false
    }
  })
}

/** Whether any character of a text is in no font; asks for the faces that the text will be drawn with. */
export function isUndrawable(text: string, writing: Writing, wish = plain): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < firstInDoubt) continue
    const code = text.codePointAt(at) ?? unit
    if (!isDrawable(code, writing, wish)) return true
    if (code > 0xffff) at += 1
  }
  return false
}

function isDrawable(code: number, { faces, han }: Writing, wish: FaceWish): boolean {
  if (isInvisible(code)) return true
  return faces.isDrawable(code, () => chooseFace(code, wish, { faces, before: null, han }) !== null)
}
