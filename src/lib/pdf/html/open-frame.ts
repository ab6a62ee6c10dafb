import { bounds } from '../model/bounds.ts'
import { colours } from '../model/look.ts'
import { safeAddress } from '../safe-address.ts'
import type { Css } from './css.ts'
import { hasBarAtSide, hasLineAbove, lookOf, spacesOf } from './element-look.ts'
import { closingOf, isTinted } from './element-marks.ts'
import { isPreformatted } from './elements.ts'
import type { Becoming, Element, Frame } from './frames.ts'
import { ListDraft } from './list-labels.ts'
import { OpenContainer } from './open-container.ts'
import type { ParagraphLook } from './open-container.ts'
import type { StylePalette } from './style-palette.ts'
import { TableDraft } from './table-draft.ts'
import { styleChange } from './text-style.ts'
import type { StyleChange } from './text-style.ts'
import { hasNoSize, isUnseen } from './visibility.ts'

interface Parents {
  readonly frames: readonly Frame[]
  readonly palette: StylePalette
  /** The message has no document type, or an old one. */
  readonly isQuirks: boolean
}

const nothing: Becoming = { kind: 'nothing' }

/** The frames of a new element: its own, and before it a row that its cell implies. */
export function openFrame(element: Element, parents: Parents): readonly Frame[] {
  const parent = parents.frames.at(-1)
  if (parent === undefined) return []
  if (element.kind === 'cell' && parent.kind !== 'row' && draftOf(parents.frames) !== null && isTablePart(parent)) {
    const row = make({ ...element, tag: 'tr', kind: 'row', attributes: new Map(), css: new Map() }, parents)
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
  const look = lookOf(element, parent)
  const becomes = becomingOf(element, { ...parents, look })
  const change = { ...styleChange(tag, attributes, css), ...linkChange(becomes, css) }
  const [before, after] = kind === 'inline' ? [0, 0] : spacesOf(tag, css)
  if (kind !== 'inline') {
    parent.container.endParagraph()
    if (hasLineAbove(css)) parent.container.addBlock({ kind: 'rule' })
    parent.container.keepFree(before)
  }
  return {
    tag,
    kind,
    attributes,
    css,
    style: parents.palette.changed(parent.style, change),
    look,
    isKept: keepsSpace(tag, css, parent.isKept),
    isUnseen: isUnseen(css, parent.isUnseen),
    hasNoSize: hasNoSize(element, { isZero: parent.hasNoSize, isQuirks: parents.isQuirks }),
    after,
    closing: closingOf(element),
    container: sharesContainer(becomes) ? parent.container : new OpenContainer(),
    becomes,
  }
}

function sharesContainer({ kind }: Becoming): boolean {
  return kind === 'nothing' || kind === 'section' || kind === 'link'
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
      return { kind: 'list', draft: new ListDraft(element.node, { attributes, css }), direction: look.direction }
    case 'item': {
      const list = frames.findLast(({ becomes }) => becomes.kind === 'list' || becomes.kind === 'cell')?.becomes
      return list?.kind === 'list' ? { kind: 'item', list: list.draft, value: attributes.get('value') } : nothing
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
      if (isPreformatted(tag)) return { kind: 'box', look: 'code', direction: look.direction }
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

function keepsSpace(tag: string, css: Css, inherited: boolean): boolean {
  const wished = css.get('white-space')
  if (wished !== undefined) return wished.startsWith('pre') || wished === 'break-spaces'
  return isPreformatted(tag) || inherited
}
