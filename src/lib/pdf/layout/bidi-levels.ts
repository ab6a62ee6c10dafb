import bidiModule from 'bidi-js'
import type { Direction } from '../model/blocks.ts'

// Its types describe one way of loading it; what comes of every way is the function itself.
const factory: unknown = bidiModule
if (!isFactory(factory)) throw new TypeError('this version of bidi-js is not the one this was written for')
const bidi = factory()

function isFactory(value: unknown): value is typeof bidiModule.default {
  return typeof value === 'function'
}

// Strong right-to-left letters, and the controls that turn text around.
const turning =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

export interface Levels {
  readonly base: Direction
  /** Embedding level per UTF-16 unit; null when all text runs from left to right. */
  readonly levels: Uint8Array | null
}

/** Unicode Bidirectional Algorithm (UAX 9) for one paragraph; a wished direction counts more than its first letter. */
export function levelsOf(text: string, wished: Direction | null): Levels {
  if (wished !== 'rtl' && !turning.test(text)) return { base: 'ltr', levels: null }
  const result = bidi.getEmbeddingLevels(text, wished ?? 'auto')
  const base = (result.paragraphs[0]?.level ?? 0) % 2 === 1 ? 'rtl' : 'ltr'
  return { base, levels: result.levels }
}

/** The character drawn for another one in right-to-left text, "(" for ")"; null when it has no mirror image. */
export function mirrorOf(character: string): string | null {
  return bidi.getMirroredCharacter(character)
}

/** Rule L2 of UAX 9: the runs of one line, in logical order with their levels, as they stand from left to right. */
export function visualOrder<T extends { readonly level: number }>(runs: readonly T[]): T[] {
  const order = [...runs]
  const highest = order.reduce((most, run) => Math.max(most, run.level), 0)
  for (let level = highest; level > 0; level -= 1) {
    let from = 0
    while (from < order.length) {
      const first = order[from]
      if (first === undefined || first.level < level) {
        from += 1
        continue
      }
      let to = from
      while (to + 1 < order.length && (order[to + 1]?.level ?? 0) >= level) to += 1
      order.splice(from, to - from + 1, ...order.slice(from, to + 1).toReversed())
      from = to + 1
    }
  }
  return order
}
