import type { Align, Block, Direction, Inline, Paragraph, ParagraphRole, TextStyle } from '../model/blocks.ts'
import { InlineCollector } from './collapse-space.ts'

export interface ParagraphLook {
  readonly role: ParagraphRole
  readonly align: Align | null
  readonly direction: Direction | null
}

const blankLine = 11

/** Where blocks gather: the message, an item, a quotation, a cell. Text gathers in an open paragraph. */
export class OpenContainer {
  readonly blocks: Block[] = []
  readonly #inlines = new InlineCollector()
  #before = 0
  #look: ParagraphLook = { role: 'P', align: null, direction: null }

  addText(text: string, style: TextStyle, about: { look: ParagraphLook; isKept: boolean }): void {
    if (this.#inlines.isEmpty) this.#look = about.look
    this.#inlines.addText(text, style, about.isKept)
  }

  addImage(image: Extract<Inline, { kind: 'image' }>, look: ParagraphLook): void {
    if (this.#inlines.isEmpty) this.#look = look
    this.#inlines.addImage(image)
  }

  /** One line end; a second one makes a blank line, more of them no more than that. */
  addBreak(look: ParagraphLook): void {
    if (this.#inlines.endsWithBreak || this.#inlines.isEmpty) {
      this.endParagraph()
      this.keepFree(blankLine)
      return
    }
    if (this.#inlines.isEmpty) this.#look = look
    this.#inlines.addBreak()
  }

  /** Space before whatever comes next. */
  keepFree(points: number): void {
    if (this.blocks.length > 0) this.#before = Math.max(this.#before, points)
  }

  /** Ends the paragraph; one of spaces and line ends alone is a blank line. */
  endParagraph(): void {
    const isBlank = !this.#inlines.isEmpty && !this.#inlines.hasContent
    const inlines = this.#inlines.take()
    if (isBlank) return this.keepFree(blankLine)
    if (inlines.length === 0) return
    this.#push({ kind: 'paragraph', ...this.#look, inlines, before: this.#before, after: 0 })
  }

  addBlock(block: Block): void {
    this.endParagraph()
    this.#push(block)
  }

  finish(): Block[] {
    this.endParagraph()
    return this.blocks
  }

  // Blocks that bring no space of their own get theirs from the paragraph before.
  #push(block: Block): void {
    const last = this.blocks.at(-1)
    if (last?.kind === 'paragraph' && this.#before > last.after)
      this.blocks[this.blocks.length - 1] = withAfter(last, this.#before)
    this.blocks.push(block)
    this.#before = 0
  }
}

function withAfter(paragraph: Paragraph, after: number): Paragraph {
  return { ...paragraph, after }
}
