import { html } from 'parse5'
import { bounds } from '../model/bounds.ts'
import type { MailElement } from './mail-tree.ts'

/** Of an element, by their names in small letters. */
export type Attributes = ReadonlyMap<string, string>

const known = new Set(
  (
    'style href src srcset data alt width height align valign dir color size bgcolor border colspan rowspan start value ' +
    'reversed type role hidden checked selected placeholder label'
  ).split(' '),
)
/** Images stand in these, whole. */
const whole = new Set(['src', 'data', 'href'])

/** The attributes that are looked at; of several with one name the first counts. */
export function readAttributes(element: MailElement): Attributes {
  const attributes = new Map<string, string>()
  for (const { name, value } of element.attributes) {
    if (!known.has(name) || attributes.has(name)) continue
    attributes.set(name, whole.has(name) ? value : value.slice(0, bounds.attributeCharacters))
  }
  return attributes
}

/** Where the image of an element is: of a picture, a drawing, an object or a button. Null where it is no image. */
export function imageSource({ tag, space }: MailElement, attributes: Attributes): string | null {
  if (space !== html.NS.HTML) return space === html.NS.SVG && tag === 'image' ? (attributes.get('href') ?? null) : null
  if (tag === 'object') return attributes.get('data') ?? null
  if (tag === 'input') return attributes.get('type')?.toLowerCase() === 'image' ? (attributes.get('src') ?? '') : null
  if (tag === 'embed') return attributes.get('src') ?? null
  if (tag !== 'img') return null
  return attributes.get('src') ?? /^\s*([^\s,]+)/.exec(attributes.get('srcset') ?? '')?.[1] ?? ''
}
