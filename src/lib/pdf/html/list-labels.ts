import type { Block } from '../model/blocks.ts'
import type { Css } from './css.ts'
import type { Attributes } from './read-attributes.ts'
import type { MailElement } from './mail-tree.ts'

/** The items of an open list, and what each is called. */
export class ListDraft {
  /** Null for bullets. */
  readonly start: number | null
  readonly items: Block[][] = []
  readonly labels: string[] = []
  readonly #style: string
  readonly #step: 1 | -1
  #next: number

  constructor(element: MailElement, { attributes, css }: { attributes: Attributes; css: Css }) {
    const isOrdered = element.tag === 'ol'
    this.#style = styleOf(attributes, css, isOrdered)
    this.#step = attributes.has('reversed') ? -1 : 1
    const first = this.#step === 1 ? 1 : countItems(element)
    this.#next = numberOf(attributes.get('start')) ?? first
    this.start = isOrdered ? this.#next : null
  }

  add(blocks: Block[], value: string | undefined): void {
    const number = numberOf(value) ?? this.#next
    this.#next = number + this.#step
    this.items.push(blocks)
    this.labels.push(labelOf(number, this.#style))
  }

  /** Blocks between the items belong to the one before. */
  addLoose(blocks: readonly Block[]): void {
    if (blocks.length === 0) return
    const last = this.items.at(-1)
    if (last !== undefined) return void last.push(...blocks)
    this.items.push([...blocks])
    this.labels.push('')
  }
}

function countItems(list: MailElement): number {
  let count = 0
  for (let node = list.first; node !== null; node = node.next)
    if (node.kind === 'element' && node.tag === 'li') count += 1
  return count
}

const byType = new Map(
  Object.entries({ a: 'lower-alpha', A: 'upper-alpha', i: 'lower-roman', I: 'upper-roman', '1': 'decimal' }),
)

function styleOf(attributes: Attributes, css: Css, isOrdered: boolean): string {
  const wished = (css.get('list-style-type') ?? css.get('list-style') ?? '').split(/\s+/)
  const known = wished.find(
    (word) =>
      word === 'none' ||
      word.endsWith('-alpha') ||
      word.endsWith('-latin') ||
      word.endsWith('-roman') ||
      word === 'decimal',
  )
  return known ?? byType.get(attributes.get('type') ?? '') ?? (isOrdered ? 'decimal' : 'disc')
}

function numberOf(value: string | undefined): number | null {
  const number = Number.parseInt(value ?? '', 10)
  return Number.isInteger(number) && Math.abs(number) < 1_000_000 ? number : null
}

function labelOf(number: number, style: string): string {
  if (style === 'none') return ''
  if (style === 'disc') return '•'
  const text = style.endsWith('-roman') ? roman(number) : style === 'decimal' ? String(number) : alphabetic(number)
  return `${style.startsWith('upper') ? text.toUpperCase() : text}.`
}

function alphabetic(number: number): string {
  if (number < 1) return String(number)
  let text = ''
  for (let left = number; left > 0; left = Math.floor((left - 1) / 26))
    text = String.fromCharCode(0x61 + ((left - 1) % 26)) + text
  return text
}

const numerals = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
] as const

function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number)
  let text = ''
  let left = number
  for (const [value, numeral] of numerals) {
    text += numeral.repeat(Math.floor(left / value))
    left %= value
  }
  return text
}
