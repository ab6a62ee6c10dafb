import { fieldText } from '../../mail-html/index.ts'
import type { ImageStore } from '../images/image-store.ts'
import type { Block, Direction, TextStyle } from '../model/blocks.ts'
import { bounds } from '../model/bounds.ts'
import { bodyStyle, colours } from '../model/look.ts'
import { closeFrame } from './close-frame.ts'
import { parseCss } from './css.ts'
import { openingOf } from './element-marks.ts'
import { kindOf } from './elements.ts'
import type { Element, Frame } from './frames.ts'
import { imageInline } from './image-inline.ts'
import type { LinkNotes } from './link-notes.ts'
import type { MailElement } from './mail-tree.ts'
import { OpenContainer } from './open-container.ts'
import { openFrame } from './open-frame.ts'
import { imageSource, readAttributes } from './read-attributes.ts'
import { StylePalette } from './style-palette.ts'
import { isHidden, isUnrendered, isUnseen } from './visibility.ts'

export interface BuilderOptions {
  readonly images: ImageStore
  readonly notes: LinkNotes
}

/**
 * Builds blocks from the elements and texts of a message in their order, with a stack of open elements. Elements nested
 * deeper than that stack is high are passed over, not what is in them.
 */
export class BlockBuilder {
  readonly #options: BuilderOptions
  readonly #palette = new StylePalette()
  readonly #frames: Frame[]
  /** How many frames were open before each open element. */
  readonly #heights: number[] = []
  readonly #root = new OpenContainer()
  #characters = 0
  isQuirks = false

  constructor(options: BuilderOptions) {
    this.#options = options
    this.#frames = [rootFrame(this.#root)]
  }

  text(text: string): void {
    const frame = this.#top()
    if (this.#characters >= bounds.characters) return
    const isBlank = text.trim() === ''
    const isBetweenCells = frame.kind === 'table' || frame.kind === 'section' || frame.kind === 'row'
    if (isBlank ? isBetweenCells : frame.isUnseen || frame.hasNoSize) return
    this.#characters += text.length
    frame.container.addText(text, frame.style, frame)
    this.#noteShown(text)
  }

  /** Begins an element; false when there is nothing to see in it, and it needs no end. */
  open(node: MailElement): boolean {
    if (isUnrendered(node)) return false
    const attributes = readAttributes(node)
    const css = parseCss(attributes.get('style'))
    const element: Element = { tag: node.tag, kind: kindOf(node, css), attributes, css, node }
    if (isHidden(element, element.kind === 'inline')) return false
    if (this.#drawn(element)) return false
    if (element.kind === 'void') return this.#void(element)
    this.#heights.push(this.#frames.length)
    if (this.#frames.length < bounds.openElements) this.#push(element)
    else if (element.kind !== 'inline') this.#top().container.endParagraph()
    return true
  }

  /** Ends the element that was begun last. */
  close(): void {
    this.#closeDownTo(this.#heights.pop() ?? 1)
  }

  finish(): readonly Block[] {
    this.#closeDownTo(1)
    return this.#root.finish()
  }

  #push(element: Element): void {
    const opened = openFrame(element, { frames: this.#frames, palette: this.#palette, isQuirks: this.isQuirks })
    this.#frames.push(...opened)
    const frame = this.#top()
    const opening = openingOf(frame, element)
    if (opening !== '') frame.container.addText(opening, frame.style, frame)
  }

  // An object whose image is not to be had shows what is in it.
  #drawn(element: Element): boolean {
    const source = imageSource(element.node, element.attributes)
    return source !== null && this.#image(element, source)
  }

  #void(element: Element): false {
    const frame = this.#top()
    if (element.tag === 'br') frame.container.addBreak(frame.look)
    if (element.tag === 'hr') frame.container.addBlock({ kind: 'rule' })
    if (element.tag === 'wbr') frame.container.addText('\u200b', frame.style, frame)
    if (element.tag === 'input' && !isUnseen(element.css, frame.isUnseen))
      frame.container.addText(
        fieldText((name) => element.attributes.get(name) ?? null),
        frame.style,
        frame,
      )
    return false
  }

  #image({ tag, attributes, css }: Element, source: string): boolean {
    const frame = this.#top()
    if (isUnseen(css, frame.isUnseen)) return tag !== 'object'
    const inline = imageInline({ source, attributes, css, style: frame.style }, this.#options.images)
    if (tag === 'object' && inline?.kind !== 'image') return false
    if (inline?.kind === 'image') frame.container.addImage(inline, frame.look)
    if (inline?.kind === 'text') frame.container.addText(inline.text, this.#palette.of(inline.style), frame)
    const link = inline === null ? undefined : this.#openLink()
    if (link?.becomes.kind === 'link') link.becomes.hasImage = true
    return true
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

  #closeDownTo(height: number): void {
    while (this.#frames.length > Math.max(height, 1)) {
      const frame = this.#frames.pop()
      if (frame !== undefined)
        closeFrame(frame, { parent: this.#top(), notes: this.#options.notes, palette: this.#palette })
    }
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
    style,
    look: { role: 'P', align: null, direction },
    isKept: false,
    isUnseen: false,
    hasNoSize: false,
    after: 0,
    closing: '',
    container,
    becomes: { kind: 'nothing' },
  }
}
