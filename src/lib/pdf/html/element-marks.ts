import { choiceMark, marksAround, marksBetween } from '../../mail-html/index.ts'
import type { Css } from './css.ts'
import type { Element, Frame } from './frames.ts'
import type { MailElement } from './mail-tree.ts'

// UAX 9 section 2: isolates keep a number or a name in its own direction inside text of the other one.
const isolates = new Map(Object.entries({ ltr: '\u2066', rtl: '\u2067', auto: '\u2068' }))
const endOfIsolate = '\u2069'
const overrides = new Map(Object.entries({ ltr: '\u202d', rtl: '\u202e' }))
const endOfOverride = '\u202c'
const buttonRoom = '\u00a0\u00a0'

const around = new Map<string, readonly [before: string, after: string]>([
  ...marksAround,
  ['q', ['“', '”']],
  ['rt', [' (', ') ']],
])

/** Text that stands before the content of an element; its counterpart stands in the frame. */
export function openingOf(frame: Frame, element: Element): string {
  const [before] = around.get(element.tag) ?? ['']
  const mark = before + markOf(element)
  return isolateOf(frame) + mark + (frame.closing.endsWith(buttonRoom) ? buttonRoom : '')
}

function isolateOf({ tag, kind, attributes }: Pick<Element, 'tag' | 'kind' | 'attributes'>): string {
  if (kind !== 'inline') return ''
  const direction = attributes.get('dir')?.toLowerCase() ?? (tag === 'bdi' ? 'auto' : '')
  return (tag === 'bdo' ? overrides.get(direction) : isolates.get(direction)) ?? ''
}

/** Text that stands after the content of an element. */
export function closingOf(element: Element): string {
  const [, after] = around.get(element.tag) ?? ['', '']
  const end = isolateOf(element) === '' ? '' : element.tag === 'bdo' ? endOfOverride : endOfIsolate
  const isButton = element.tag === 'button' || (element.tag === 'a' && isTinted(element.css))
  return after + (isGroup(element.node) ? ')' : '') + end + (isButton ? buttonRoom : '')
}

function markOf({ tag, attributes, node }: Element): string {
  if (tag === 'option') return choiceMark(attributes.has('selected'))
  if (tag === 'optgroup') return attributes.get('label') ?? ''
  const between = node.parent?.kind === 'element' ? marksBetween.get(node.parent.tag) : undefined
  const mark = between === undefined ? '' : (between[placeOf(node) - 1] ?? '')
  return mark + (isGroup(node) ? '(' : '')
}

function isGroup({ tag, parent }: MailElement): boolean {
  return tag === 'mrow' && parent?.kind === 'element' && marksBetween.has(parent.tag)
}

// Counts no further than any of them has parts.
function placeOf(element: MailElement): number {
  let place = 0
  for (let node = element.previous; node !== null && place < 4; node = node.previous)
    if (node.kind === 'element') place += 1
  return place
}

/** Whether an element has a ground of its own. */
export function isTinted(css: Css): boolean {
  return css.has('background') || css.has('background-color')
}
