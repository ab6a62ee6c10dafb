import type { ImageStore } from '../images/image-store.ts'
import type { Inline, TextStyle } from '../model/blocks.ts'
import { colours, contentWidth } from '../model/look.ts'
import { lengthInPoints } from './css.ts'
import type { Css } from './css.ts'

const longestAlt = 300

interface NamedImage {
  readonly source: string
  readonly attributes: ReadonlyMap<string, string>
  readonly css: Css
  readonly style: TextStyle
}

/** An image as it is shown: the picture if the message carries it, else its alternative text. Null for counting pixels. */
export function imageInline({ source, attributes, css, style }: NamedImage, images: ImageStore): Inline | null {
  const width = lengthInPoints(css.get('width'), 12) ?? lengthInPoints(attributes.get('width'), 12)
  const height = lengthInPoints(css.get('height'), 12) ?? lengthInPoints(attributes.get('height'), 12)
  const alt = (attributes.get('alt') ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, longestAlt)
  const found = images.find(source)
  if (found.kind === 'remote') return alt === '' || isDot(width) || isDot(height) ? null : words(alt, style)
  if (found.kind === 'missing') return words(images.placeholder(alt), style)
  if (found.kind === 'unreadable') return words(images.placeholder(alt === '' ? found.name : alt), style)
  // Screens of phones: a width beyond the page says nothing.
  const wished = width !== null && width <= contentWidth * 1.6 ? width : null
  return {
    kind: 'image',
    image: found.image,
    width: wished,
    height: wished === null ? height : null,
    alt: alt === '' ? found.name : alt,
    style,
  }
}

function isDot(length: number | null): boolean {
  return length !== null && length <= 1.6
}

function words(text: string, style: TextStyle): Inline {
  return {
    kind: 'text',
    text,
    style: { ...style, isItalic: true, colour: style.link === null ? colours.soft : style.colour },
  }
}
