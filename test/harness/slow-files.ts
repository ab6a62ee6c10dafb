import { availableParallelism, loadavg } from 'node:os'
import type { Reporter, TestModule } from 'vitest/node'
import { slowFileAllowances, type SlowFileAllowance } from './slow-file-allowances.ts'

/** What one file of tests should take; the whole run grows with those that take more. */
const budgetMs = 20_000
/** What one file of tests may take: far more than it should, for a machine that stalls for seconds at a time. */
export const limitMs = 90_000
/** What a run by itself has waiting for each core, with its browsers and servers; where others add to it the limit grows. */
const usualLoadPerCore = 2
const namedAtMost = 10

export interface FileTime {
  readonly file: string
  readonly durationMs: number
  /** How many threads wanted each core in the minute before the file ended. */
  readonly loadPerCore: number
}

/** Names the slowest files at the end of a run and how many are above the budget; one that is above its limit fails the run. */
export class SlowFiles implements Reporter {
  readonly #times: FileTime[] = []

  onTestRunStart(): void {
    this.#times.length = 0
  }

  onTestModuleEnd(module: TestModule): void {
    const { duration, collectDuration } = module.diagnostic()
    const loadPerCore = (loadavg()[0] ?? 0) / availableParallelism()
    this.#times.push({ file: module.relativeModuleId, durationMs: duration + collectDuration, loadPerCore })
  }

  onTestRunEnd(): void {
    process.stdout.write(wordsForSlowFiles(this.#times))
    const words = wordsForFilesAboveLimit(this.#times, slowFileAllowances)
    process.stdout.write(words)
    if (words !== '') process.exitCode = 1
  }
}

/** How long this file may take where the machine was as busy as it was. */
function limitOf({ file, loadPerCore }: FileTime, allowances: readonly SlowFileAllowance[]): number {
  const allowed = allowances.find((allowance) => allowance.file === file)
  const quietMs = allowed === undefined ? limitMs : allowed.seconds * 1000
  return quietMs * Math.max(1, loadPerCore / usualLoadPerCore)
}

/** What fails the run: nothing where every file stayed below its limit. */
export function wordsForFilesAboveLimit(times: readonly FileTime[], allowances: readonly SlowFileAllowance[]): string {
  const above = times.filter((time) => time.durationMs > limitOf(time, allowances))
  if (above.length === 0) return ''
  const lines = above.map((time) => `${lineOf(time)}, at most ${inSeconds(limitOf(time, allowances))} s`)
  return ` Too slow, so that the run fails (split the file, or share what its tests set up):\n${lines.join('\n')}\n\n`
}

/** The slowest ten, and below them every other file above the budget; nothing for a single file. */
export function wordsForSlowFiles(times: readonly FileTime[]): string {
  if (times.length < 2) return ''
  const sorted = times.toSorted((one, other) => other.durationMs - one.durationMs)
  const above = sorted.filter(({ durationMs }) => durationMs > budgetMs).length
  const named = sorted.slice(0, Math.max(namedAtMost, above))
  const title = ` The slowest files (${above} of ${times.length} above ${budgetMs / 1000} s):`
  return `\n${title}\n${named.map(lineOf).join('\n')}\n\n`
}

const inSeconds = (ms: number): string => (ms / 1000).toFixed(1)

function lineOf({ file, durationMs }: FileTime): string {
  return `  ${durationMs > budgetMs ? '!' : ' '} ${inSeconds(durationMs).padStart(6)} s  ${file}`
}
