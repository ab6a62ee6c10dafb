import type { Align, Direction, ParagraphRole } from '../model/blocks.ts'
import { lengthInPoints } from './css.ts'
import type { Css } from './css.ts'
import { marginsOf } from './elements.ts'
import type { Element, Frame } from './frames.ts'
import type { ParagraphLook } from './open-container.ts'

/** How paragraphs in an element look: as its parent's, unless it says otherwise. */
export function lookOf(element: Element, parent: Frame): ParagraphLook {
  if (element.kind === 'inline') return parent.look
  const { tag, attributes, css } = element
  return {
    role: roleOf(tag) ?? (element.kind === 'block' ? parent.look.role : 'P'),
    align:
      tag === 'center' ? 'center' : (alignOf(css.get('text-align') ?? attributes.get('align')) ?? parent.look.align),
    direction: directionOf(css.get('direction') ?? attributes.get('dir')) ?? parent.look.direction,
  }
}

const roles: ReadonlyMap<string, ParagraphRole> = new Map([
  ['h1', 'H2'],
  ['h2', 'H3'],
  ['h3', 'H4'],
  ['h4', 'H5'],
  ['h5', 'H6'],
  ['h6', 'H6'],
  ['pre', 'Code'],
  ['listing', 'Code'],
  ['xmp', 'Code'],
  ['plaintext', 'Code'],
  ['textarea', 'Code'],
])

// The title of the page is the only heading of the first level.
function roleOf(tag: string): ParagraphRole | null {
  return roles.get(tag) ?? null
}

function alignOf(value: string | undefined): Align | null {
  if (value === 'center' || value === 'middle' || value === '-webkit-center') return 'center'
  if (value === 'right' || value === 'end') return 'right'
  return value === 'left' ? 'left' : null
}

function directionOf(value: string | undefined): Direction | null {
  const lower = value?.toLowerCase()
  return lower === 'rtl' || lower === 'ltr' ? lower : null
}

/** Space before and after an element in points: its margins, as far as paper needs them. */
export function spacesOf(tag: string, css: Css): readonly [before: number, after: number] {
  const [before, after] = marginsOf(tag)
  const all = (css.get('margin') ?? '').split(/\s+/)
  const top = lengthInPoints(css.get('margin-top') ?? css.get('margin-block-start') ?? all[0], 12)
  const bottom = lengthInPoints(css.get('margin-bottom') ?? css.get('margin-block-end') ?? all[2] ?? all[0], 12)
  return [bounded(top, before), bounded(bottom, after)]
}

function bounded(wished: number | null, usual: number): number {
  return wished === null ? usual : Math.min(Math.max(wished * 0.75, 0), 14)
}

/** Programs draw a line over the message they quote. */
export function hasLineAbove(css: Css): boolean {
  return css.get('border')?.includes('solid') !== true && isLine(css.get('border-top'))
}

/** Or a bar at its side. */
export function hasBarAtSide(css: Css): boolean {
  const others = isLine(css.get('border-top')) || isLine(css.get('border-bottom')) || isLine(css.get('border-right'))
  return isLine(css.get('border-left')) && !others
}

function isLine(value: string | undefined): boolean {
  return value !== undefined && /solid|double|dashed/.test(value) && !/^0|\s0(?:px|pt)?(?:\s|$)|transparent/.test(value)
}
