import { readFile } from 'node:fs/promises'

/** One system call as strace wrote it down (`-f -ttt -y`), times in milliseconds since 1970. */
export interface SystemCall {
  readonly pid: number
  readonly startedMs: number
  readonly endedMs: number
  readonly name: string
  /** Everything between the parentheses, file names included. */
  readonly text: string
  readonly succeeded: boolean
}

const linePattern = /^(\d+) +(\d+\.\d+) (.*)$/
const wholePattern = /^(\w+)\((.*)\) += (-?\d+|\?)/
const unfinishedPattern = /^(\w+)\((.*) <unfinished \.\.\.>$/
const resumedPattern = /^<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)/

/** Reads a trace in the order in which the calls ended; calls that were interrupted by others are joined again. */
export async function readSystemCalls(path: string): Promise<SystemCall[]> {
  const calls: SystemCall[] = []
  const begun = new Map<number, { readonly startedMs: number; readonly text: string }>()
  for (const line of (await readFile(path, 'utf8')).split('\n')) {
    const [, pidText = '', time = '', rest = ''] = linePattern.exec(line) ?? []
    const pid = Number(pidText)
    const endedMs = Number(time) * 1000
    const unfinished = unfinishedPattern.exec(rest)
    const whole = wholePattern.exec(rest)
    const resumed = resumedPattern.exec(rest)
    if (unfinished !== null) begun.set(pid, { startedMs: endedMs, text: unfinished[2] ?? '' })
    else if (whole !== null) calls.push(toCall({ pid, startedMs: endedMs, endedMs, text: whole[2] ?? '' }, whole))
    else if (resumed !== null) {
      const start = begun.get(pid) ?? { startedMs: endedMs, text: '' }
      begun.delete(pid)
      calls.push(toCall({ pid, endedMs, startedMs: start.startedMs, text: start.text + (resumed[2] ?? '') }, resumed))
    }
  }
  return calls
}

function toCall(
  call: Pick<SystemCall, 'pid' | 'startedMs' | 'endedMs' | 'text'>,
  match: readonly (string | undefined)[],
): SystemCall {
  return { ...call, name: match[1] ?? '', succeeded: match[3] !== '?' && Number(match[3]) >= 0 }
}
