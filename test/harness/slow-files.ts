import type { Reporter, TestModule } from 'vitest/node'

/** What one file of tests may take; the whole run grows with those that take more. */
const budgetMs = 20_000
const namedAtMost = 10

export interface FileTime {
  readonly file: string
  readonly durationMs: number
}

/** Names the slowest files at the end of a run, and how many of all are above the budget. */
export class SlowFiles implements Reporter {
  readonly #times: FileTime[] = []

  onTestRunStart(): void {
    this.#times.length = 0
  }

  onTestModuleEnd(module: TestModule): void {
    const { duration, collectDuration } = module.diagnostic()
    this.#times.push({ file: module.relativeModuleId, durationMs: duration + collectDuration })
  }

  onTestRunEnd(): void {
    process.stdout.write(wordsForSlowFiles(this.#times))
  }
}

/** The slowest ten, and below them every other file above the budget; nothing for a single file. */
export function wordsForSlowFiles(times: readonly FileTime[]): string {
  if (times.length < 2) return ''
  const sorted = times.toSorted((one, other) => other.durationMs - one.durationMs)
  const above = sorted.filter(({ durationMs }) => durationMs > budgetMs).length
  const named = sorted.slice(0, Math.max(namedAtMost, above))
  const lines = named.map(({ file, durationMs }) => {
    const mark = durationMs > budgetMs ? '!' : ' '
    return `  ${mark} ${(durationMs / 1000).toFixed(1).padStart(6)} s  ${file}`
  })
  return `\n The slowest files (${above} of ${times.length} above ${budgetMs / 1000} s):\n${lines.join('\n')}\n\n`
}
