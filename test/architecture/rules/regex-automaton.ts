import { everything, samples, type RegexNode } from './regex-nodes.ts'

/** A step to another state with any character of the set. */
export interface Edge {
  readonly to: number
  readonly set: bigint
}

/** States are the places in the pattern that have just taken a character; two more stand for what lies before a match. */
export interface Automaton {
  readonly edges: readonly (readonly Edge[])[]
  /** States from which a match cannot be missed any more, whatever follows. */
  readonly isSafe: readonly boolean[]
  /** A repetition of something that repeats itself: the same text is taken in more than one way. */
  readonly isNested: boolean
}

interface Part {
  /** Places that may come first, each with whether only the start of the text (or line) lets it. */
  readonly first: ReadonlyMap<number, boolean>
  readonly last: ReadonlySet<number>
  /** Those of `last` behind which nothing is demanded any more. */
  readonly free: ReadonlySet<number>
  /** Those of `last` behind which nothing but the end of the text is demanded. */
  readonly ending: ReadonlySet<number>
  /** What it means to take nothing; `null` when that cannot be. */
  readonly empty: Empty | null
}

interface Empty {
  readonly atStart: boolean
  readonly demand: 'nothing' | 'end' | 'condition'
}

/** Counted repetitions are written out as far as this. */
const maxCopies = 4
const newline = 1n << BigInt(samples.indexOf('\n'))

export function automatonOf(root: RegexNode, flags: string, isSearch: boolean): Automaton {
  const builder = new Builder()
  const part = builder.build(root)
  const { sets, follow } = builder
  const [start, before] = [sets.length, sets.length + 1]
  const edgesTo = (places: Iterable<number>) => [...places].map((to) => ({ to, set: sets[to] ?? 0n }))
  const firstAnywhere = [...part.first].flatMap(([place, atStart]) => (atStart ? [] : [place]))
  const onward = !isSearch
    ? []
    : flags.includes('m')
      ? [
          { to: start, set: newline },
          { to: before, set: everything & ~newline },
        ]
      : [{ to: before, set: everything }]
  const edges = [
    ...follow.map((places) => edgesTo(places)),
    [...onward, ...edgesTo(part.first.keys())],
    [...onward, ...edgesTo(firstAnywhere)],
  ]
  const isSafe = edges.map((out, state) => part.free.has(state) || cannotMiss(state, out, part))
  return { edges, isSafe, isNested: builder.isNested }
}

/** Only the end is left to come, or more of the same: no character stands in the way. */
function cannotMiss(state: number, out: readonly Edge[], { ending, free }: Part): boolean {
  if (!ending.has(state)) return false
  const taken = out.reduce((set, { to, set: more }) => (to === state || free.has(to) ? set | more : set), 0n)
  return taken === everything
}

class Builder {
  readonly sets: bigint[] = []
  readonly follow: Set<number>[] = []
  isNested = false

  build(node: RegexNode): Part {
    if (node.kind === 'character') return this.#place(node.set)
    if (node.kind === 'start') return nothingBut({ atStart: true, demand: 'nothing' })
    if (node.kind === 'end') return nothingBut({ atStart: false, demand: 'end' })
    if (node.kind === 'condition') return nothingBut({ atStart: false, demand: 'condition' })
    if (node.kind === 'repeat') return this.#repeat(node)
    const parts = node.items.map((item) => this.build(item))
    if (node.kind === 'choice') return choiceOf(parts)
    return parts.reduce((left, right) => this.#join(left, right), nothingBut({ atStart: false, demand: 'nothing' }))
  }

  #place(set: bigint): Part {
    const place = this.sets.push(set) - 1
    this.follow.push(new Set())
    const only = new Set([place])
    return { first: new Map([[place, false]]), last: only, free: only, ending: new Set(), empty: null }
  }

  #join(left: Part, right: Part): Part {
    for (const from of left.last) for (const to of right.first.keys()) this.follow[from]?.add(to)
    const first = new Map(left.first)
    if (left.empty !== null)
      for (const [place, atStart] of right.first)
        first.set(place, (first.get(place) ?? true) && (atStart || left.empty.atStart))
    const passes = right.empty === null ? 'never' : right.empty.demand
    return {
      first,
      last: new Set([...(passes === 'never' ? [] : left.last), ...right.last]),
      free: new Set([...(passes === 'nothing' ? left.free : []), ...right.free]),
      ending: new Set([
        ...(passes === 'nothing' ? left.ending : passes === 'end' ? [...left.free, ...left.ending] : []),
        ...right.ending,
      ]),
      empty: left.empty === null || right.empty === null ? null : bothOf(left.empty, right.empty),
    }
  }

  #repeat({ item, min, max }: Extract<RegexNode, { kind: 'repeat' }>): Part {
    const nothing = nothingBut({ atStart: false, demand: 'nothing' })
    const must = Array.from({ length: Math.min(min, maxCopies) }, () => this.build(item))
    if (max === Infinity) {
      const looped = this.#loop(must.pop() ?? this.build(item))
      const part = min === 0 ? choiceOf([looped, nothing]) : looped
      return [...must, part].reduce((left, right) => this.#join(left, right), nothing)
    }
    // One in the other, as the engine takes them: two of them are the first two and no other pair.
    let may = nothing
    for (let copy = Math.min(max - min, maxCopies); copy > 0; copy -= 1)
      may = choiceOf([this.#join(this.build(item), may), nothing])
    return [...must, may].reduce((left, right) => this.#join(left, right), nothing)
  }

  #loop(part: Part): Part {
    for (const from of part.last) {
      for (const to of part.first.keys()) {
        if (this.follow[from]?.has(to) === true) this.isNested = true
        this.follow[from]?.add(to)
      }
    }
    return part
  }
}

const nothingBut = (empty: Empty): Part => ({
  first: new Map(),
  last: new Set(),
  free: new Set(),
  ending: new Set(),
  empty,
})

const bothOf = (left: Empty, right: Empty): Empty => ({
  atStart: left.atStart || right.atStart,
  demand: left.demand === 'nothing' ? right.demand : right.demand === 'nothing' ? left.demand : 'condition',
})

function choiceOf(parts: readonly Part[]): Part {
  const first = new Map<number, boolean>()
  for (const part of parts)
    for (const [place, atStart] of part.first) first.set(place, (first.get(place) ?? true) && atStart)
  const empties = parts.flatMap(({ empty }) => (empty === null ? [] : [empty]))
  const easiest =
    empties.find(({ demand }) => demand === 'nothing') ?? empties.find(({ demand }) => demand === 'end') ?? empties[0]
  const all = (key: 'last' | 'free' | 'ending') => new Set(parts.flatMap((part) => [...part[key]]))
  return {
    first,
    last: all('last'),
    free: all('free'),
    ending: all('ending'),
    empty: easiest === undefined ? null : { demand: easiest.demand, atStart: empties.every(({ atStart }) => atStart) },
  }
}
