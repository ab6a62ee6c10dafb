/** What a regular expression is made of, as far as the time it takes depends on it. */
export type RegexNode =
  /** One character out of a set, a bit for each of `samples`. */
  | { readonly kind: 'character'; readonly set: bigint }
  | { readonly kind: 'sequence' | 'choice'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly item: RegexNode; readonly min: number; readonly max: number }
  /** `^`. */
  | { readonly kind: 'start' }
  /** `$`. */
  | { readonly kind: 'end' }
  /** A border of words, or something to look at ahead or behind: it may fail and takes nothing. */
  | { readonly kind: 'condition' }

export interface ParsedRegex {
  readonly root: RegexNode
  /** What is looked at ahead and behind, each a search of its own. */
  readonly looks: readonly RegexNode[]
}

/** One of every kind of character that a class can tell apart in practice. */
export const samples: readonly string[] = Array.from({ length: 256 }, (_none, code) =>
  String.fromCharCode(code),
).concat('\u0130', '\u0430', '\u4e2d', '\u200b', '\u2028', '\u202e', '\ufeff', '\ufffd', '\ud83d')
export const everything = (1n << BigInt(samples.length)) - 1n

/** Reads a pattern that the engine has accepted already. */
export function parseRegex(pattern: string, flags: string): ParsedRegex {
  const reader = new PatternReader(pattern, flags)
  return { root: reader.choice(), looks: reader.looks }
}

class PatternReader {
  readonly looks: RegexNode[] = []
  readonly #pattern: string
  readonly #flags: string
  #at = 0

  constructor(pattern: string, flags: string) {
    this.#pattern = pattern
    this.#flags = flags
  }

  choice(): RegexNode {
    const items = [this.#sequence()]
    while (this.#skip('|')) items.push(this.#sequence())
    return { kind: 'choice', items }
  }

  #sequence(): RegexNode {
    const items: RegexNode[] = []
    while (this.#at < this.#pattern.length && this.#peek() !== '|' && this.#peek() !== ')') {
      items.push(this.#quantified(this.#atom()))
    }
    return { kind: 'sequence', items }
  }

  #atom(): RegexNode {
    const from = this.#at
    const sign = this.#peek()
    if (sign === '(') return this.#group()
    if (sign === '[') this.#at = this.#endOfClass()
    else if (sign === '\\') return this.#escape()
    else this.#at += (this.#pattern.codePointAt(from) ?? 0) > 0xffff ? 2 : 1
    if (sign === '^') return { kind: 'start' }
    if (sign === '$') return { kind: 'end' }
    return this.#character(this.#pattern.slice(from, this.#at))
  }

  #group(): RegexNode {
    const [opening = '('] = /^\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?/.exec(this.#pattern.slice(this.#at)) ?? []
    this.#at += opening.length
    const inner = this.choice()
    this.#skip(')')
    if (!/[=!]$/.test(opening)) return inner
    this.looks.push(inner)
    return { kind: 'condition' }
  }

  #escape(): RegexNode {
    const escapes = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|k<[^>]*>|[1-9]\d*|[^])/u
    const [found = ''] = escapes.exec(this.#pattern.slice(this.#at)) ?? []
    this.#at += found.length
    if (found === '\\b' || found === '\\B') return { kind: 'condition' }
    // What an earlier group matched may be anything.
    if (/^\\(?:k<|[1-9])/.test(found)) return { kind: 'character', set: everything }
    return this.#character(found)
  }

  #character(source: string): RegexNode {
    const test = new RegExp(`^(?:${source})$`, this.#flags.replace(/[gyd]/g, ''))
    const set = samples.reduce((bits, sample, index) => (test.test(sample) ? bits | (1n << BigInt(index)) : bits), 0n)
    return { kind: 'character', set }
  }

  #quantified(item: RegexNode): RegexNode {
    const [found = '', from, comma, to] = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.#pattern.slice(this.#at)) ?? []
    if (found === '') return item
    this.#at += found.length
    if (found.startsWith('*')) return { kind: 'repeat', item, min: 0, max: Infinity }
    if (found.startsWith('+')) return { kind: 'repeat', item, min: 1, max: Infinity }
    if (found.startsWith('?')) return { kind: 'repeat', item, min: 0, max: 1 }
    const max = comma === '' ? Number(from) : to === '' ? Infinity : Number(to)
    return { kind: 'repeat', item, min: Number(from), max }
  }

  #endOfClass(): number {
    let depth = 0
    for (let at = this.#at; at < this.#pattern.length; at += 1) {
      const sign = this.#pattern[at]
      if (sign === '\\') at += 1
      else if (sign === '[' && (depth === 0 || this.#flags.includes('v'))) depth += 1
      else if (sign === ']') depth -= 1
      if (depth === 0) return at + 1
    }
    throw new Error(`no end of a class in ${this.#pattern}`)
  }

  #peek(): string {
    return this.#pattern[this.#at] ?? ''
  }

  #skip(sign: string): boolean {
    const isThere = this.#peek() === sign
    if (isThere) this.#at += 1
    return isThere
  }
}
