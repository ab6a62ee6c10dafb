import type { Css } from './css.ts'
import type { Element, Frame } from './frames.ts'

// UAX 9 section 2: isolates keep a number or a name in its own direction inside text of the other one.
const isolates = new Map(Object.entries({ ltr: '\u2066', rtl: '\u2067', auto: '\u2068' }))
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
  return isolates.get(direction) ?? ''
}

/** Text that stands after the content of an element. */
export function closingOf(element: Element): string {
  const isButton = element.tag === 'a' && isTinted(element.css)
  return (isolateOf(element) === '' ? '' : endOfIsolate) + (isButton ? buttonRoom : '')
}

/** Whether an element has a ground of its own. */
export function isTinted(css: Css): boolean {
  return css.has('background') || css.has('background-color')
}
