import type { SourceFile } from '../source-files.ts'
import { groupOrder, placeOf, usedEdges } from './layers.ts'

/** The sources that count: what runs, and the migrations. */
export const isDrawn = ({ path }: SourceFile) => !/\.test\.tsx?$/.test(path)

/**
 * Which module asks which, as the code has it: the groups from the highest to the lowest, their modules, and behind each
 * those it asks, its own group's first. A block of text for docs/architecture.md.
 */
export function drawModules(files: readonly SourceFile[], tables: ReadonlyMap<string, string>): string {
  const sources = files.filter(isDrawn)
  const groups = new Map(sources.map(({ path }) => [placeOf(path).name, placeOf(path).group]))
  const edges = [...usedEdges(sources, tables)].map((edge) => edge.split(' → '))
  const width = Math.max(...[...groups.keys()].map((name) => name.length))
  const lines = groupOrder.toReversed().flatMap((group) => {
    const names = [...groups].filter(([, own]) => own === group).map(([name]) => name)
    return [group, ...names.toSorted().map((name) => line(name, group))]
  })
  return ['```', ...lines, '```'].join('\n')

  function line(name: string, group: string): string {
    const asked = edges.filter(([from]) => from === name).map(([, to = '']) => to)
    const rank = (to: string) => (groups.get(to) === group ? 0 : 1)
    const sorted = asked.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    return sorted.length === 0 ? `  ${name}` : `  ${name.padEnd(width)}  ─► ${sorted.join(', ')}`
  }
}
