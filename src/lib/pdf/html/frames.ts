import type { Attributes } from './read-attributes.ts'
import type { Direction, TextStyle } from '../model/blocks.ts'
import type { ElementKind } from './elements.ts'
import type { ListDraft } from './list-labels.ts'
import type { MailElement } from './mail-tree.ts'
import type { OpenContainer, ParagraphLook } from './open-container.ts'
import type { Css } from './css.ts'
import type { TableDraft } from './table-draft.ts'

/** An element, its style read. */
export interface Element {
  readonly tag: string
  readonly kind: ElementKind
  readonly attributes: Attributes
  readonly css: Css
  readonly node: MailElement
}

/** An open element: what it changes for everything in it, and what it becomes when it ends. */
export interface Frame {
  readonly tag: string
  readonly kind: ElementKind
  readonly attributes: Attributes
  readonly css: Css
  readonly style: TextStyle
  readonly look: ParagraphLook
  /** White space is kept as it is. */
  readonly isKept: boolean
  /** Text is invisible, or has no size; what is in it may say otherwise. */
  readonly isUnseen: boolean
  readonly hasNoSize: boolean
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
  | { readonly kind: 'list'; readonly draft: ListDraft; readonly direction: Direction | null }
  | { readonly kind: 'item'; readonly list: ListDraft; readonly value: string | undefined }
  | { readonly kind: 'table'; readonly draft: TableDraft; readonly direction: Direction | null }
  | { readonly kind: 'section'; readonly draft: TableDraft }
  | { readonly kind: 'cell'; readonly draft: TableDraft }
  | { readonly kind: 'caption' }
  | { readonly kind: 'link'; readonly address: string; shown: string; hasImage: boolean }
