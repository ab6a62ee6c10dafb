import type { Align, Direction, ParagraphRole } from '../model/blocks.ts'
import { bounds } from '../model/bounds.ts'
import { colours } from '../model/look.ts'
import { safeAddress } from '../safe-address.ts'
import { isHidden, lengthInPoints } from './css.ts'
import type { Css } from './css.ts'
import { marginsOf } from './elements.ts'
import type { ElementKind } from './elements.ts'
import type { Attributes, Becoming, Frame } from './frames.ts'
import { OpenContainer } from './open-container.ts'
import type { ParagraphLook } from './open-container.ts'
import type { StylePalette } from './style-palette.ts'
import { TableDraft } from './table-draft.ts'
import { styleChange } from './text-style.ts'
import type { StyleChange } from './text-style.ts'

interface Element {
  readonly tag: string
  readonly kind: ElementKind
  readonly attributes: Attributes
  readonly css: Css
}

interface Parents {
  readonly frames: readonly Frame[]
  readonly palette: StylePalette
}

const nothing: Becoming = { kind: 'nothing' }

// UAX 9 section 2: isolates keep a number or a name in its own direction inside text of the other one.
const isolates: Record<string, string> = { ltr: '\u2066', rtl: '\u2067', auto: '\u2068' }
const endOfIsolate = '\u2069'
const buttonRoom = '\u00a0\u00a0'

/** Text that stands before the content of an element; its counterpart stands in the frame. */
export function openingOf(frame: Frame): string {
  const direction = isolateOf(frame)
  return direction + (frame.closing.endsWith(buttonRoom) ? buttonRoom : '')
}

function isolateOf(element: Pick<Element, 'tag' | 'kind' | 'attributes'>): string {
  if (element.kind !== 'inline') return ''
  const direction = element.attributes.get('dir')?.toLowerCase() ?? (element.tag === 'bdi' ? 'auto' : '')
  return isolates[direction] ?? ''
}

function closingOf(element: Element): string {
  const isButton = element.tag === 'a' && isTinted(element.css)
  return (isolateOf(element) === '' ? '' : endOfIsolate) + (isButton ? buttonRoom : '')
}

function isTinted(css: Css): boolean {
  return css.has('background') || css.has('background-color')
}

/** The frames of a new element: its own, and before it a row that its cell implies. */
export function openFrame(element: Element, parents: Parents): readonly Frame[] {
  const parent = parents.frames.at(-1)
  if (parent === undefined) return []
  if (element.kind === 'cell' && parent.kind !== 'row' && draftOf(parents.frames) !== null && isTablePart(parent)) {
    const row = make({ tag: 'tr', kind: 'row', attributes: new Map(), css: new Map() }, parents)
    return [row, make(element, { ...parents, frames: [...parents.frames, row] })]
  }
  return [make(element, parents)]
}

function isTablePart(frame: Frame): boolean {
  return frame.kind === 'table' || frame.kind === 'section'
}

function make(element: Element, parents: Parents): Frame {
  const { tag, kind, attributes, css } = element
  const parent = parents.frames.at(-1)
  if (parent === undefined) throw new Error('an element has no parent')
  const isSkipped = parent.isSkipped || kind === 'skipped' || attributes.has('hidden') || isHidden(css)
  const look = lookOf(element, parent)
  const becomes = isSkipped ? nothing : becomingOf(element, { ...parents, look })
  const change = { ...styleChange(tag, attributes, css), ...linkChange(becomes, css) }
  const [before, after] = isSkipped || kind === 'inline' ? [0, 0] : spacesOf(tag, css)
  if (kind !== 'inline' && !isSkipped) {
    parent.container.endParagraph()
    if (hasLineAbove(css)) parent.container.addBlock({ kind: 'rule' })
    parent.container.keepFree(before)
  }
  return {
    tag,
    kind,
    attributes,
    css,
    change,
    style: parents.palette.changed(parent.style, change),
    look,
    isKept: keepsSpace(tag, css, parent.isKept),
    isSkipped,
    after,
    closing: isSkipped ? '' : closingOf(element),
    container:
      becomes.kind === 'nothing' || becomes.kind === 'section' || becomes.kind === 'link'
        ? parent.container
        : new OpenContainer(),
    becomes,
  }
}

function becomingOf(element: Element, context: Parents & { look: ParagraphLook }): Becoming {
  const { tag, kind, attributes, css } = element
  const { frames, look } = context
  if (tag === 'a') {
    const address = safeAddress(attributes.get('href') ?? '')
    return address === null ? nothing : { kind: 'link', address, shown: '', hasImage: false }
  }
  const depth = frames.reduce((count, { becomes }) => (holdsBlocks(becomes) ? count + 1 : count), 0)
  if (depth >= bounds.containers) return nothing
  const draft = draftOf(frames)
  switch (kind) {
    case 'quote':
      return { kind: 'box', look: 'quote', direction: look.direction }
    case 'list':
      return { kind: 'list', start: tag === 'ol' ? startOf(attributes) : null, items: [], direction: look.direction }
    case 'item': {
      const list = frames.findLast(({ becomes }) => becomes.kind === 'list' || becomes.kind === 'cell')?.becomes
      return list?.kind === 'list' ? { kind: 'item', list } : nothing
    }
    case 'table':
      return isTooDeep(frames)
        ? nothing
        : { kind: 'table', draft: new TableDraft(attributes, css), direction: look.direction }
    case 'section':
      if (draft !== null) draft.beginSection(tag)
      return draft === null ? nothing : { kind: 'section', draft }
    case 'row':
      if (draft !== null) draft.beginRow(attributes, css)
      return nothing
    case 'cell':
      return draft === null ? nothing : { kind: 'cell', draft }
    case 'caption':
      return draft === null ? nothing : { kind: 'caption' }
    case 'block':
      if (tag === 'pre') return { kind: 'box', look: 'code', direction: look.direction }
      return hasBarAtSide(css) ? { kind: 'box', look: 'quote', direction: look.direction } : nothing
    default:
      return nothing
  }
}

// Table parts belong to the innermost table, unless a cell of it is open.
function draftOf(frames: readonly Frame[]): TableDraft | null {
  const owner = frames.findLast(({ becomes }) => becomes.kind === 'table' || becomes.kind === 'cell')
  return owner?.becomes.kind === 'table' ? owner.becomes.draft : null
}

function isTooDeep(frames: readonly Frame[]): boolean {
  return frames.filter(({ becomes }) => becomes.kind === 'table').length >= bounds.tablesParsed
}

function holdsBlocks(becomes: Becoming): boolean {
  return becomes.kind !== 'nothing' && becomes.kind !== 'link' && becomes.kind !== 'section'
}

function linkChange(becomes: Becoming, css: Css): StyleChange {
  if (becomes.kind !== 'link') return {}
  const change: StyleChange = { link: becomes.address }
  const isButton = isTinted(css)
  return {
    ...change,
    ...(css.has('color') ? {} : { colour: colours.link }),
    ...(isButton ? {} : { isUnderlined: true }),
  }
}

function lookOf(element: Element, parent: Frame): ParagraphLook {
  if (element.kind === 'inline') return parent.look
  const { tag, attributes, css } = element
  return {
    role: roleOf(tag) ?? (element.kind === 'block' ? parent.look.role : 'P'),
    align:
      tag === 'center' ? 'center' : (alignOf(css.get('text-align') ?? attributes.get('align')) ?? parent.look.align),
    direction: directionOf(css.get('direction') ?? attributes.get('dir')) ?? parent.look.direction,
  }
}

const roles: Record<string, ParagraphRole> = { h1: 'H2', h2: 'H3', h3: 'H4', h4: 'H5', h5: 'H6', h6: 'H6', pre: 'Code' }

// The title of the page is the only heading of the first level.
function roleOf(tag: string): ParagraphRole | null {
  return roles[tag] ?? null
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

function spacesOf(tag: string, css: Css): readonly [before: number, after: number] {
  const [before, after] = marginsOf(tag)
  const all = (css.get('margin') ?? '').split(/\s+/)
  const top = lengthInPoints(css.get('margin-top') ?? css.get('margin-block-start') ?? all[0], 12)
  const bottom = lengthInPoints(css.get('margin-bottom') ?? css.get('margin-block-end') ?? all[2] ?? all[0], 12)
  return [bounded(top, before), bounded(bottom, after)]
}

function bounded(wished: number | null, usual: number): number {
  return wished === null ? usual : Math.min(Math.max(wished * 0.75, 0), 14)
}

function keepsSpace(tag: string, css: Css, inherited: boolean): boolean {
  const wished = css.get('white-space')
  if (wished !== undefined) return wished.startsWith('pre') || wished === 'break-spaces'
  return tag === 'pre' || inherited
}

// Programs draw a line over the message they quote, or a bar at its side.
function hasLineAbove(css: Css): boolean {
  return css.get('border')?.includes('solid') !== true && isLine(css.get('border-top'))
}

function hasBarAtSide(css: Css): boolean {
  const others = isLine(css.get('border-top')) || isLine(css.get('border-bottom')) || isLine(css.get('border-right'))
  return isLine(css.get('border-left')) && !others
}

function isLine(value: string | undefined): boolean {
  return value !== undefined && /solid|double|dashed/.test(value) && !/^0|\s0(?:px|pt)?(?:\s|$)|transparent/.test(value)
}

function startOf(attributes: Attributes): number {
  const start = Number.parseInt(attributes.get('start') ?? '1', 10)
  return Number.isInteger(start) && Math.abs(start) < 100_000 ? start : 1
}
