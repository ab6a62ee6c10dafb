import type { ImageStore } from '../images/image-store.ts'
import type { Block, Direction, TextStyle } from '../model/blocks.ts'
import { bounds } from '../model/bounds.ts'
import { bodyStyle, colours } from '../model/look.ts'
import { parseCss } from './css.ts'
import { impliedEnds, kindOf } from './elements.ts'
import type { Attributes, Frame } from './frames.ts'
import { imageInline } from './image-inline.ts'
import type { LinkNotes } from './link-notes.ts'
import { closeFrame } from './close-frame.ts'
import { OpenContainer } from './open-container.ts'
import { openingOf } from './element-marks.ts'
import { openFrame } from './open-frame.ts'
import { StylePalette } from './style-palette.ts'

export interface BuilderOptions {
  readonly images: ImageStore
  readonly notes: LinkNotes
}

/**
 * Builds blocks from the tags and texts of a message as they come, with a stack of open elements. Not the tree of the
 * HTML standard: wrong nesting is repaired where mails have it, and every step costs at most the depth of the stack,
 * which is bounded, so that no input makes it slow.
 */
export class BlockBuilder {
  readonly #options: BuilderOptions
  readonly #palette = new StylePalette()
  readonly #frames: Frame[]
  readonly #root = new OpenContainer()
  #elements = 0
  #characters = 0

  constructor(options: BuilderOptions) {
    this.#options = options
    this.#frames = [rootFrame(this.#root)]
  }

  text(text: string): void {
    const frame = this.#top()
    if (frame.isSkipped || this.#characters >= bounds.characters) return
    this.#characters += text.length
    const isBetweenCells = frame.kind === 'table' || frame.kind === 'section' || frame.kind === 'row'
    if (isBetweenCells && text.trim() === '') return
    frame.container.addText(text, frame.style, frame)
    this.#noteShown(text)
  }

  startTag(tag: string, attributes: Attributes): void {
    this.#elements += 1
    if (this.#elements > bounds.elements) return
    const kind = kindOf(tag)
    if (kind === 'void') return this.#void(tag, attributes)
    this.#endImplied(tag)
    if (kind !== 'inline') this.#endParagraphElement()
    if (this.#frames.length >= bounds.openElements) {
      if (kind !== 'inline') this.#top().container.endParagraph()
      return
    }
    const parents = { frames: this.#frames, palette: this.#palette }
    const opened = openFrame({ tag, kind, attributes, css: parseCss(attributes.get('style')) }, parents)
    for (const frame of opened) {
      this.#frames.push(frame)
      const opening = openingOf(frame)
      if (opening !== '') frame.container.addText(opening, frame.style, frame)
    }
  }

  endTag(tag: string): void {
    if (tag === 'br' || tag === 'p') {
      if (!this.#hasOpen(tag)) return this.#void('br', new Map())
    }
    const kind = kindOf(tag)
    if (kind === 'void') return
    const index = this.#indexOf(
      tag,
      kind === 'cell' || kind === 'row' || kind === 'section' || kind === 'table' ? ['table'] : ['td', 'th', 'table'],
    )
    if (index === -1) return
    if (kind === 'inline' && this.#frames.slice(index + 1).some((frame) => frame.kind !== 'inline'))
      return this.#takeOut(index)
    this.#closeDownTo(index)
  }

  finish(): readonly Block[] {
    this.#closeDownTo(1)
    return this.#root.finish()
  }

  #void(tag: string, attributes: Attributes): void {
    const frame = this.#top()
    if (frame.isSkipped) return
    if (tag === 'br') frame.container.addBreak(frame.look)
    if (tag === 'hr') {
      this.#endParagraphElement()
      this.#top().container.addBlock({ kind: 'rule' })
    }
    if (tag !== 'img') return
    const css = parseCss(attributes.get('style'))
    if (css.get('display') === 'none') return
    const inline = imageInline(attributes, frame.style, this.#options.images)
    if (inline?.kind === 'image') frame.container.addImage(inline, frame.look)
    if (inline?.kind === 'text') frame.container.addText(inline.text, this.#palette.of(inline.style), frame)
    if (inline === null) return
    const link = this.#openLink()
    if (link?.becomes.kind === 'link') link.becomes.hasImage = true
  }

  // What a link shows decides whether its address must be shown as well.
  #noteShown(text: string): void {
    const link = this.#openLink()
    if (link?.becomes.kind === 'link' && link.becomes.shown.length < bounds.linkCharacters) link.becomes.shown += text
  }

  #openLink(): Frame | undefined {
    if (this.#top().style.link === null) return undefined
    return this.#frames.findLast((frame) => frame.becomes.kind === 'link')
  }

  #endImplied(tag: string): void {
    const implied = impliedEnds(tag)
    if (implied === null) return
    const stop = this.#frames.findLastIndex((frame) => implied.stops.includes(frame.tag))
    const index = this.#frames.findIndex((frame, at) => at > stop && implied.ends.includes(frame.tag))
    if (index !== -1) this.#closeDownTo(index)
  }

  // A block ends the paragraph it begins in (HTML section 13.1.2.4).
  #endParagraphElement(): void {
    const index = this.#indexOf('p', ['td', 'th', 'table', 'li', 'blockquote', 'div', 'center'])
    if (index !== -1) this.#closeDownTo(index)
  }

  #hasOpen(tag: string): boolean {
    return this.#indexOf(tag, ['td', 'th', 'table']) !== -1
  }

  #indexOf(tag: string, stops: readonly string[]): number {
    for (let index = this.#frames.length - 1; index > 0; index -= 1) {
      const open = this.#frames[index]?.tag ?? ''
      if (open === tag) return index
      if (stops.includes(open)) return -1
    }
    return -1
  }

  // "<b><p>text</b> more": the bold ends, the paragraph goes on.
  #takeOut(index: number): void {
    const [removed] = this.#frames.splice(index, 1)
    if (removed !== undefined) closeFrame(removed, this.#closing(index - 1))
    for (let at = index; at < this.#frames.length; at += 1) {
      const frame = this.#frames[at]
      const below = this.#frames[at - 1]
      if (frame !== undefined && below !== undefined) frame.style = this.#palette.changed(below.style, frame.change)
    }
  }

  #closeDownTo(index: number): void {
    while (this.#frames.length > Math.max(index, 1)) {
      const frame = this.#frames.pop()
      if (frame !== undefined) closeFrame(frame, this.#closing(this.#frames.length - 1))
    }
  }

  #closing(parentIndex: number): { parent: Frame; notes: LinkNotes; palette: StylePalette } {
    const parent = this.#frames[parentIndex] ?? this.#top()
    return { parent, notes: this.#options.notes, palette: this.#palette }
  }

  #top(): Frame {
    return this.#frames.at(-1) ?? rootFrame(this.#root)
  }
}

function rootFrame(container: OpenContainer): Frame {
  const direction: Direction | null = null
  const style: TextStyle = { ...bodyStyle, colour: colours.ink }
  return {
    tag: '',
    kind: 'block',
    attributes: new Map(),
    css: new Map(),
    change: {},
    style,
    look: { role: 'P', align: null, direction },
    isKept: false,
    isSkipped: false,
    after: 0,
    closing: '',
    container,
    becomes: { kind: 'nothing' },
  }
}
