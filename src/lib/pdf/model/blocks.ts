import type { OpenImage } from '../images/open-image.ts'

/** A colour as "rrggbb". */
export type Colour = string

/** How a run of text looks; sizes in points. One object is shared by all text of one element. */
export interface TextStyle {
  readonly size: number
  readonly isBold: boolean
  readonly isItalic: boolean
  readonly isUnderlined: boolean
  readonly isStruck: boolean
  readonly isMono: boolean
  /** Already readable on its background. */
  readonly colour: Colour
  readonly shade: Colour | null
  /** http, https or mailto only. */
  readonly link: string | null
  readonly shift: 'none' | 'raised' | 'lowered'
}

export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly style: TextStyle }
  | { readonly kind: 'break' }
  | {
      readonly kind: 'image'
      readonly image: OpenImage
      /** Wished size in points; null: as large as the image says. */
      readonly width: number | null
      readonly height: number | null
      readonly alt: string
      readonly style: TextStyle
    }

export type ParagraphRole = 'P' | 'H1' | 'H2' | 'H3' | 'H4' | 'H5' | 'H6' | 'Code'
export type Align = 'left' | 'center' | 'right'
export type Direction = 'ltr' | 'rtl'

export interface Paragraph {
  readonly kind: 'paragraph'
  readonly role: ParagraphRole
  readonly inlines: readonly Inline[]
  /** Null: the side where its text begins. */
  readonly align: Align | null
  /** Null: as its first strong character says. */
  readonly direction: Direction | null
  /** Points kept free before and after; the larger of two neighbours counts. */
  readonly before: number
  readonly after: number
}

export interface List {
  readonly kind: 'list'
  /** Number of the first item, null for bullets. */
  readonly start: number | null
  /** What stands before each item, where that is not simply its number or a bullet. */
  readonly labels?: readonly string[]
  readonly items: readonly (readonly Block[])[]
  readonly direction: Direction | null
}

/** Blocks with a bar at the side they begin on (a quoted message), or on a tinted ground (a notice, a code block). */
export interface Box {
  readonly kind: 'box'
  readonly look: 'quote' | 'notice' | 'code' | 'shade'
  readonly shade: Colour | null
  readonly blocks: readonly Block[]
  readonly direction: Direction | null
}

export interface TableCell {
  readonly blocks: readonly Block[]
  readonly isHeader: boolean
  readonly columnSpan: number
  readonly rowSpan: number
  readonly shade: Colour | null
  /** What the author asks for: points, or a share (0 to 1) of the table. */
  readonly width: { readonly points: number } | { readonly share: number } | null
  readonly verticalAlign: 'top' | 'middle' | 'bottom'
}

export interface TableRow {
  readonly cells: readonly TableCell[]
  readonly isHead: boolean
}

export interface Table {
  readonly kind: 'table'
  /** `data`: ruled and tagged as a table; `layout`: columns side by side, nothing more. */
  readonly look: 'data' | 'layout' | 'fields'
  readonly rows: readonly TableRow[]
  /** Stretched over the whole width. */
  readonly isWide: boolean
  /** Where a table stands that is narrower than its column; null: on the side where its text begins. */
  readonly align: Align | null
  readonly direction: Direction | null
}

export type Block = Paragraph | List | Box | Table | { readonly kind: 'rule' }
