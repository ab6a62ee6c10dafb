import type { Block, Direction, TextStyle } from '../model/blocks.ts'
import type { ElementKind } from './elements.ts'
import type { OpenContainer, ParagraphLook } from './open-container.ts'
import type { Css } from './css.ts'
import type { StyleChange } from './text-style.ts'
import type { TableDraft } from './table-draft.ts'

export type Attributes = ReadonlyMap<string, string>

/** A start tag, read. */
export interface Element {
  readonly tag: string
  readonly kind: ElementKind
  readonly attributes: Attributes
  readonly css: Css
}

/** An open element: what it changes for everything in it, and what it becomes when it ends. */
export interface Frame {
  readonly tag: string
  readonly kind: ElementKind
  readonly attributes: Attributes
  readonly css: Css
  readonly change: StyleChange
  style: TextStyle
  readonly look: ParagraphLook
  /** White space is kept as it is. */
  readonly isKept: boolean
  readonly isSkipped: boolean
  readonly after: number
  /** Written after its content: the end of what runs in a direction of its own, room inside a tinted button. */
  readonly closing: string
  readonly container: OpenContainer
  readonly becomes: Becoming
}

/** What its content turns into at the end. */
export type Becoming =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'box'; readonly look: 'quote' | 'code'; readonly direction: Direction | null }
  | {
      readonly kind: 'list'
      readonly start: number | null
      readonly items: Block[][]
      readonly direction: Direction | null
    }
  | { readonly kind: 'item'; readonly list: Extract<Becoming, { kind: 'list' }> }
  | { readonly kind: 'table'; readonly draft: TableDraft; readonly direction: Direction | null }
  | { readonly kind: 'section'; readonly draft: TableDraft }
  | { readonly kind: 'cell'; readonly draft: TableDraft }
  | { readonly kind: 'caption' }
  | { readonly kind: 'link'; readonly address: string; shown: string; hasImage: boolean }
