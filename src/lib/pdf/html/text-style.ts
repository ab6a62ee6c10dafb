import type { Attributes } from './read-attributes.ts'
import type { TextStyle } from '../model/blocks.ts'
import { colours, headingSizes, sizes } from '../model/look.ts'
import { parseColour } from './colour.ts'
import { lengthInPoints } from './css.ts'
import type { Css } from './css.ts'

/** What an element changes in the look of its text; the colour is not yet made readable. */
export type StyleChange = Partial<TextStyle>

const byTag = new Map<string, StyleChange>(
  Object.entries({
    b: { isBold: true },
    strong: { isBold: true },
    th: { isBold: true },
    dt: { isBold: true },
    i: { isItalic: true },
    em: { isItalic: true },
    cite: { isItalic: true },
    var: { isItalic: true },
    address: { isItalic: true },
    u: { isUnderlined: true },
    ins: { isUnderlined: true },
    s: { isStruck: true },
    strike: { isStruck: true },
    del: { isStruck: true },
    sup: { shift: 'raised' },
    sub: { shift: 'lowered' },
    small: { size: sizes.small },
    mark: { shade: 'fff3b0' },
    code: { isMono: true, shade: colours.code },
    kbd: { isMono: true, shade: colours.code },
    samp: { isMono: true },
    tt: { isMono: true },
    pre: { isMono: true, size: 9 },
    listing: { isMono: true, size: 9 },
    xmp: { isMono: true, size: 9 },
    plaintext: { isMono: true, size: 9 },
    textarea: { isMono: true, size: 9 },
    big: { size: 12 },
    h1: { isBold: true, size: headingSizes.H2 },
    h2: { isBold: true, size: headingSizes.H3 },
    h3: { isBold: true, size: headingSizes.H4 },
    h4: { isBold: true, size: headingSizes.H5 },
    h5: { isBold: true, size: headingSizes.H5 },
    h6: { isBold: true, size: headingSizes.H6, colour: colours.soft },
  }),
)

const fontSizes = [8.5, 8.5, 9.5, 10.5, 12, 14, 17, 20]

/** The change an element brings by its name, its old attributes and its style, in that order. */
export function styleChange(tag: string, attributes: Attributes, css: Css): StyleChange {
  const change: Mutable = { ...byTag.get(tag) }
  if (tag === 'font') applyFont(change, attributes)
  applyWeight(change, css)
  applyDecoration(change, css)
  const colour = parseColour(css.get('color'))
  if (colour !== null) change.colour = colour
  const size = fontSize(css.get('font-size'))
  if (size !== null) change.size = size
  if (isInlineTag(tag)) {
    const ground = parseColour(css.get('background-color') ?? css.get('background'))
    if (ground !== null) change.shade = ground === 'ffffff' ? null : ground
  }
  return change
}

type Mutable = { -readonly [Key in keyof TextStyle]?: TextStyle[Key] }

function isInlineTag(tag: string): boolean {
  return (
    tag === 'a' ||
    tag === 'span' ||
    tag === 'font' ||
    tag === 'b' ||
    tag === 'strong' ||
    tag === 'mark' ||
    tag === 'em' ||
    tag === 'i'
  )
}

function applyFont(change: Mutable, attributes: Attributes): void {
  const colour = parseColour(attributes.get('color'))
  if (colour !== null) change.colour = colour
  const wished = attributes.get('size')
  if (wished === undefined || !/^[+-]?[0-7]$/.test(wished)) return
  const step = wished.startsWith('+') || wished.startsWith('-') ? 3 + Number(wished) : Number(wished)
  change.size = fontSizes[Math.min(7, Math.max(1, step))] ?? sizes.body
}

function applyWeight(change: Mutable, css: Css): void {
  const weight = css.get('font-weight')
  if (weight !== undefined) change.isBold = weight === 'bold' || weight === 'bolder' || Number(weight) >= 600
  const slope = css.get('font-style')
  if (slope !== undefined) change.isItalic = slope === 'italic' || slope.startsWith('oblique')
  const family = css.get('font-family')
  if (family !== undefined && /courier|consolas|monospace|menlo/.test(family)) change.isMono = true
  const shift = css.get('vertical-align')
  if (shift === 'super') change.shift = 'raised'
  if (shift === 'sub') change.shift = 'lowered'
}

function applyDecoration(change: Mutable, css: Css): void {
  const line = css.get('text-decoration') ?? css.get('text-decoration-line')
  if (line === undefined) return
  if (line.includes('none')) change.isUnderlined = false
  if (line.includes('underline')) change.isUnderlined = true
  if (line.includes('line-through')) change.isStruck = true
}

const keywords = new Map<string, number>(
  Object.entries({
    'xx-small': 8.5,
    'x-small': 8.5,
    small: 9.5,
    medium: 10.5,
    large: 12,
    'x-large': 14,
    'xx-large': 17,
    smaller: 9.5,
    larger: 12,
  }),
)

/**
 * Sizes of the screen on paper: the sizes mails are usually written in become one body size, larger ones keep their
 * order without shouting.
 */
function fontSize(value: string | undefined): number | null {
  if (value === undefined) return null
  const keyword = keywords.get(value)
  if (keyword !== undefined) return keyword
  const percent = /^(\d{1,3})%$/.exec(value)?.[1]
  const points = percent === undefined ? lengthInPoints(value, 12) : (Number(percent) / 100) * 12
  if (points === null || points <= 0) return null
  if (points < 7.5) return 8
  if (points < 9) return 8.5
  if (points < 9.8) return 9.5
  if (points <= 13) return sizes.body
  return Math.min(22, 10.5 + (points - 12) * 0.75)
}
