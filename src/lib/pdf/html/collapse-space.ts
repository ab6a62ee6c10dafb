import { isInvisible } from '../fonts/scripts.ts'
import type { Inline, TextStyle } from '../model/blocks.ts'

/** Collects the text of one paragraph, white space collapsed as HTML does unless it is to be kept. */
export class InlineCollector {
  #inlines: Inline[] = []
  #style: TextStyle | null = null
  #text = ''
  #endsWithSpace = true
  #hasContent = false

  get isEmpty(): boolean {
    return this.#inlines.length === 0 && this.#text === ''
  }

  /** Whether anything but spaces is in it. */
  get hasContent(): boolean {
    return this.#hasContent
  }

  addText(text: string, style: TextStyle, isKept: boolean): void {
    const clean = isKept
      ? text.replaceAll(/\r\n?|\n/g, '\u2028').replaceAll('\t', '    ')
      : text.replaceAll(/[ \t\r\n\f]+/g, ' ')
    const added = !isKept && this.#endsWithSpace && clean.startsWith(' ') ? clean.slice(1) : clean
    if (added === '') return
    if (style !== this.#style) this.#close()
    this.#style = style
    this.#text += added
    this.#endsWithSpace = !isKept && added.endsWith(' ')
    this.#hasContent ||= isVisible(added)
  }

  /** Whether the last thing in it is the end of a line. */
  get endsWithBreak(): boolean {
    return this.#text.trim() === '' && this.#inlines.at(-1)?.kind === 'break'
  }

  addBreak(): void {
    this.#close()
    this.#inlines.push({ kind: 'break' })
    this.#endsWithSpace = true
  }

  addImage(image: Extract<Inline, { kind: 'image' }>): void {
    this.#close()
    this.#inlines.push(image)
    this.#endsWithSpace = false
    this.#hasContent = true
  }

  /** The paragraph so far; begins a new one. */
  take(): Inline[] {
    this.#close()
    const taken = this.#inlines
    while (isEmptyEnd(taken.at(-1))) taken.pop()
    this.#inlines = []
    this.#endsWithSpace = true
    this.#hasContent = false
    return taken
  }

  #close(): void {
    if (this.#text !== '' && this.#style !== null)
      this.#inlines.push({ kind: 'text', text: this.#text, style: this.#style })
    this.#text = ''
    this.#style = null
  }
}

// A line end or spaces before the end of a block show nothing.
function isEmptyEnd(inline: Inline | undefined): boolean {
  return inline?.kind === 'break' || (inline?.kind === 'text' && /^[ \u2028]*$/.test(inline.text))
}

// Spaces, joiners and marks of direction alone are a blank line.
function isVisible(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code !== 0x20 && code !== 0xa0 && !isInvisible(code)) return true
  }
  return false
}
