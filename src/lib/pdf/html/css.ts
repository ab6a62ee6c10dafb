import { bounds } from '../model/bounds.ts'

/** The declarations of one style attribute; names and values in lower case, later ones count, important ones first. */
export type Css = ReadonlyMap<string, string>

const none: Css = new Map()
const mostDeclarations = 60
const important = '!important'

/** Reads a style attribute; what is too long is cut, what makes no sense is left out. */
export function parseCss(style: string | undefined): Css {
  if (style === undefined || style === '') return none
  const declarations = new Map<string, string>()
  const settled = new Set<string>()
  const parts = style.slice(0, bounds.attributeCharacters).toLowerCase().split(';', mostDeclarations)
  for (const part of parts) {
    const colon = part.indexOf(':')
    if (colon === -1) continue
    const name = part.slice(0, colon).trim()
    const isImportant = part.includes(important)
    const value = part
      .slice(colon + 1)
      .replace(important, '')
      .trim()
    if (value === '' || (settled.has(name) && !isImportant)) continue
    if (isImportant) settled.add(name)
    declarations.set(name, value)
  }
  return declarations
}

const factors: Record<string, number> = { px: 0.75, pt: 1, in: 72, cm: 28.35, mm: 2.835, pc: 12 }

/** A length in points; em counts of the size given. Null for what is no length. */
export function lengthInPoints(value: string | undefined, em: number): number | null {
  const match = /^(-?\d{0,5}(?:\.\d{1,6})?)\s*(px|pt|em|rem|in|cm|mm|pc|ex)?$/.exec(value ?? '')
  if (match === null || match[1] === '' || match[1] === undefined) return null
  const number = Number(match[1])
  const unit = match[2] ?? 'px'
  if (!Number.isFinite(number)) return null
  if (unit === 'em' || unit === 'rem') return number * em
  return unit === 'ex' ? (number * em) / 2 : number * (factors[unit] ?? 0.75)
}

/** Whether a value is a length of nothing. */
export function isZero(value: string | undefined): boolean {
  return value !== undefined && /^[+-]?0{1,5}(?:\.0{0,5})?(?:[a-z]{1,4}|%)?$/.test(value)
}
