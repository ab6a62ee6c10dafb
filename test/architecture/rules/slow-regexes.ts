import { parseSource, type SourceFile } from '../source-files.ts'
import { automatonOf, type Automaton, type Edge } from './regex-automaton.ts'
import { parseRegex } from './regex-nodes.ts'

export interface FoundRegex {
  readonly path: string
  readonly line: number
  readonly pattern: string
  readonly flags: string
}

/** Every regular expression that is written in the file, and the places where one is made at run time. */
export function regexesOf(file: SourceFile): {
  readonly literals: readonly FoundRegex[]
  readonly made: readonly string[]
} {
  const literals: FoundRegex[] = []
  const made: string[] = []
  const lineOf = (at: number) => file.text.slice(0, at).split('\n').length
  walk(parseSource(file).program, (node) => {
    if ('regex' in node && isRecord(node['regex'])) {
      const { pattern, flags } = node['regex']
      literals.push({
        path: file.path,
        line: lineOf(Number(node['start'])),
        pattern: String(pattern),
        flags: String(flags),
      })
    }
    if (node['type'] === 'NewExpression' && isRecord(node['callee']) && node['callee']['name'] === 'RegExp')
      made.push(`${file.path}: ${file.text.slice(Number(node['start']), Number(node['end']))}`)
  })
  return { literals, made }
}

type Fields = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null

function walk(value: unknown, visit: (node: Fields) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit)
  else if (isRecord(value)) {
    if (typeof value['type'] === 'string') visit(value)
    for (const inner of Object.values(value))
      if (typeof inner === 'object' && !(inner instanceof RegExp)) walk(inner, visit)
  }
}

/**
 * Whether there are texts on which the expression takes time that grows faster than the text: somewhere one and the same
 * piece of text, repeated, can be taken in two ways (Weber and Seidl 1991: the automaton is infinitely ambiguous), and what
 * follows can still make the match fail. Trying every place of the text as a start counts as one of the ways.
 */
export function isSlow(pattern: string, flags: string): boolean {
  const { root, looks } = parseRegex(pattern, flags)
  const search = automatonOf(root, flags, !flags.includes('y'))
  return [search, ...looks.map((look) => automatonOf(look, flags, true))].some(
    (automaton) => automaton.isNested || isAmbiguous(automaton),
  )
}

function isAmbiguous({ edges, isSafe }: Automaton): boolean {
  const reached = edges.map((_none, state) => reachedFrom(edges, state))
  const isInLoop = (state: number) => reached[state]?.has(state) === true
  const loops = edges.flatMap((_none, state) => (isInLoop(state) ? [state] : []))
  return loops.some((from) =>
    loops.some(
      (to) =>
        from !== to && isSafe[to] !== true && reached[from]?.has(to) === true && sameWord(edges, reached, { from, to }),
    ),
  )
}

function reachedFrom(edges: Automaton['edges'], state: number): ReadonlySet<number> {
  const found = new Set<number>()
  const open = [state]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { to } of edges[next] ?? []) {
      if (!found.has(to)) open.push(to)
      found.add(to)
    }
  }
  return found
}

/** Whether one word leads from a state to itself, from it to the other, and from the other to itself. */
function sameWord(
  edges: Automaton['edges'],
  reached: readonly ReadonlySet<number>[],
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const leadsTo = (state: number, goal: number) => state === goal || reached[state]?.has(goal) === true
  const out = (state: number, goal: number): readonly Edge[] =>
    (edges[state] ?? []).filter((edge) => leadsTo(edge.to, goal))
  const seen = new Set<string>()
  const open: Triple[] = [[from, from, to]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const steps = stepsOf(out(next[0], from), out(next[1], to), out(next[2], to))
    if (steps.some(([one, two, three]) => one === from && two === to && three === to)) return true
    const fresh = steps.filter((step) => !seen.has(step.join(',')))
    for (const step of fresh) seen.add(step.join(','))
    open.push(...fresh)
  }
  return false
}

type Triple = readonly [number, number, number]

/** Where three states get to with one and the same character. */
const stepsOf = (ones: readonly Edge[], twos: readonly Edge[], threes: readonly Edge[]): readonly Triple[] =>
  ones.flatMap((one) =>
    twos
      .filter((two) => (one.set & two.set) !== 0n)
      .flatMap((two) =>
        threes
          .filter((three) => (one.set & two.set & three.set) !== 0n)
          .map((three): Triple => [one.to, two.to, three.to]),
      ),
  )
